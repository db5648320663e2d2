import { durationMs } from "../duration.ts";
import type { Approver, RoleRule } from "../role-settings.ts";

/**
 * True when two rules say the same: lists of words, addresses and approvers have no order, names of approvers do not
 * count, no claim value is the same as an empty one, and durations are as long, however they are written.
 */
export function sameRule(a: RoleRule, b: RoleRule): boolean {
  return a.id === b.id && JSON.stringify(meaningOf(a)) === JSON.stringify(meaningOf(b));
}

/** The rules of `to` that say something else than those of `from` with the same id, in the order of `to`. */
export function differingRules(from: readonly RoleRule[], to: readonly RoleRule[]): readonly RoleRule[] {
  return to.filter((rule) => {
    const former = from.find(({ id }) => id === rule.id);
    return former === undefined || !sameRule(former, rule);
  });
}

/** The rules with some of them, by their ids, as others say them. */
export function withRules(rules: readonly RoleRule[], changed: readonly RoleRule[]): readonly RoleRule[] {
  return rules.map((rule) => changed.find(({ id }) => id === rule.id) ?? rule);
}

/** What a rule says, in one order and one way of writing: rules that say the same have the same. */
export function meaningOf(rule: RoleRule): readonly unknown[] {
  switch (rule.kind) {
    case "expiration": {
      const { maximumDuration } = rule;
      const lastsMs = maximumDuration === null ? null : durationMs(maximumDuration);
      return [rule.isExpirationRequired, lastsMs ?? maximumDuration];
    }
    case "enablement":
      return [rule.enabledRules.toSorted()];
    case "notification":
      return [
        rule.notificationLevel,
        rule.isDefaultRecipientsEnabled,
        rule.notificationRecipients.toSorted(),
      ];
    case "approval":
      return [
        rule.isApprovalRequired,
        rule.isApprovalRequiredForExtension,
        rule.isRequestorJustificationRequired,
        rule.approvalMode,
        rule.approvalStages.map((stage) => [
          stage.approvalStageTimeOutInDays,
          stage.isApproverJustificationRequired,
          stage.isEscalationEnabled,
          stage.escalationTimeInMinutes,
          stage.primaryApprovers.map(approverName).toSorted(),
          stage.escalationApprovers.map(approverName).toSorted(),
        ]),
      ];
    case "authenticationContext":
      return [rule.isEnabled, rule.claimValue ?? ""];
  }
}

/** One name for one approver: kind and id. */
export function approverName({ kind, id }: Approver): string {
  return `${kind}:${id.toLowerCase()}`;
}
