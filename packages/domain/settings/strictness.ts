import { durationMs } from "../duration.ts";
import type {
  ApprovalRule,
  ApprovalStage,
  EnablementRule,
  ExpirationRule,
  NotificationRule,
  RoleRule,
} from "../role-settings.ts";
import { identityProof, isWeaker, withoutMfa, type IdentityProof } from "./identity-proof.ts";
import { approverName, differingRules, sameRule } from "./rule-equality.ts";
import type { RuleChange, RuleEffect } from "./settings-entry.ts";

/**
 * Every rule that changes, with what the change does. What cannot be shown to be at least as strict counts as
 * loosening: another authentication context, or another approver.
 */
export function ruleChanges(from: readonly RoleRule[], to: readonly RoleRule[]): readonly RuleChange[] {
  return differingRules(from, to).flatMap((rule): RuleChange[] => {
    const former = from.find(({ id }) => id === rule.id);
    if (former === undefined) return [];
    return [{ ruleId: rule.id, from: former, to: rule, effect: effectOf(former, rule, [from, to]) }];
  });
}

/** Settings that are as strict as both: of each rule, part by part, what is stricter. */
export function stricterOf(current: readonly RoleRule[], wanted: readonly RoleRule[]): readonly RoleRule[] {
  const rules = current.map((rule) => {
    const other = wanted.find(({ id }) => id === rule.id);
    return other === undefined || sameRule(rule, other) ? rule : stricterRule(rule, other);
  });
  return identityProof(rules) === "context" ? withoutMfa(rules) : rules;
}

/** Compares parts of a rule: above zero where the second is stricter, below where it is not shown to be. */
type Comparison = number;

function effectOf(
  from: RoleRule,
  to: RoleRule,
  whole: readonly [from: readonly RoleRule[], to: readonly RoleRule[]],
): RuleEffect {
  const comparisons = comparisonsOf(from, to, whole);
  if (comparisons.some((comparison) => comparison < 0)) return "loosening";
  return comparisons.some((comparison) => comparison > 0) ? "tightening" : "neutral";
}

function comparisonsOf(
  from: RoleRule,
  to: RoleRule,
  whole: readonly [from: readonly RoleRule[], to: readonly RoleRule[]],
): readonly Comparison[] {
  if (from.kind === "expiration" && to.kind === "expiration") {
    return [
      compareFlags(from.isExpirationRequired, to.isExpirationRequired),
      Math.sign(longestMs(from) - longestMs(to)) || 0,
    ];
  }
  if (from.kind === "enablement" && to.kind === "enablement") return compareEnablement(from, to, whole);
  if (from.kind === "notification" && to.kind === "notification") {
    return [
      LEVELS.indexOf(to.notificationLevel) - LEVELS.indexOf(from.notificationLevel),
      compareFlags(from.isDefaultRecipientsEnabled, to.isDefaultRecipientsEnabled),
      ...compareLists(from.notificationRecipients, to.notificationRecipients),
    ];
  }
  if (from.kind === "approval" && to.kind === "approval") return compareApproval(from, to);
  if (from.kind === "authenticationContext" && to.kind === "authenticationContext") {
    const isOther = from.isEnabled && to.isEnabled && from.claimValue !== to.claimValue;
    return [compareFlags(from.isEnabled, to.isEnabled), isOther ? -1 : 0];
  }
  return [];
}

const LEVELS: readonly NotificationRule["notificationLevel"][] = ["None", "Critical", "All"];

function compareFlags(from: boolean, to: boolean): Comparison {
  return Number(to) - Number(from);
}

/** Above zero for what comes, below for what goes. */
function compareLists(from: readonly string[], to: readonly string[]): readonly Comparison[] {
  return [to.some((one) => !from.includes(one)) ? 1 : 0, from.some((one) => !to.includes(one)) ? -1 : 0];
}

/** Without one, nothing ends it. */
function longestMs({ maximumDuration }: ExpirationRule): number {
  return maximumDuration === null
    ? Number.MAX_SAFE_INTEGER
    : (durationMs(maximumDuration) ?? Number.MAX_SAFE_INTEGER);
}

/** Multifactor authentication at activation goes and comes with an authentication context, so both are looked at. */
function compareEnablement(
  from: EnablementRule,
  to: EnablementRule,
  [before, after]: readonly [readonly RoleRule[], readonly RoleRule[]],
): readonly Comparison[] {
  if (from.id !== "Enablement_EndUser_Assignment") return compareLists(from.enabledRules, to.enabledRules);
  const proofs = [identityProof(before), identityProof(after)] as const;
  const lists = compareLists(besidesMfa(from), besidesMfa(to));
  return proofs.includes("context") ? lists : [...lists, compareProofs(...proofs)];
}

function besidesMfa({ enabledRules }: EnablementRule): readonly string[] {
  return enabledRules.filter((word) => word !== "MultiFactorAuthentication");
}

function compareProofs(from: IdentityProof, to: IdentityProof): Comparison {
  if (isWeaker(to, from)) return -1;
  return isWeaker(from, to) ? 1 : 0;
}

function compareApproval(from: ApprovalRule, to: ApprovalRule): readonly Comparison[] {
  const required = compareFlags(from.isApprovalRequired, to.isApprovalRequired);
  const extension = compareFlags(from.isApprovalRequiredForExtension, to.isApprovalRequiredForExtension);
  if (!from.isApprovalRequired || !to.isApprovalRequired) return [required, extension];
  return [
    extension,
    compareFlags(from.isRequestorJustificationRequired, to.isRequestorJustificationRequired),
    compareFlags(asksApprovers(from), asksApprovers(to)),
    compareApprovers(decidersOf(from), decidersOf(to)),
  ];
}

/** Fewer of the same is stricter. Nobody named means every active administrator of roles, so a name is no loss. */
function compareApprovers(from: readonly string[], to: readonly string[]): Comparison {
  if (from.length === 0) return 0;
  if (to.length === 0 || to.some((name) => !from.includes(name))) return -1;
  return from.length > to.length ? 1 : 0;
}

function decidersOf({ approvalStages }: ApprovalRule): readonly string[] {
  return approvalStages.flatMap(({ primaryApprovers, isEscalationEnabled, escalationApprovers }) => [
    ...primaryApprovers.map(approverName),
    ...(isEscalationEnabled ? escalationApprovers.map(approverName) : []),
  ]);
}

function asksApprovers({ approvalStages }: ApprovalRule): boolean {
  return approvalStages.every(({ isApproverJustificationRequired }) => isApproverJustificationRequired);
}

function stricterRule(current: RoleRule, wanted: RoleRule): RoleRule {
  if (current.kind === "expiration" && wanted.kind === "expiration") {
    const isLonger = longestMs(wanted) > longestMs(current);
    return {
      ...current,
      isExpirationRequired: current.isExpirationRequired || wanted.isExpirationRequired,
      maximumDuration: isLonger ? current.maximumDuration : wanted.maximumDuration,
    };
  }
  if (current.kind === "enablement" && wanted.kind === "enablement") {
    return { ...current, enabledRules: [...new Set([...current.enabledRules, ...wanted.enabledRules])] };
  }
  if (current.kind === "notification" && wanted.kind === "notification") {
    const isLower = LEVELS.indexOf(wanted.notificationLevel) < LEVELS.indexOf(current.notificationLevel);
    return {
      ...current,
      notificationLevel: isLower ? current.notificationLevel : wanted.notificationLevel,
      isDefaultRecipientsEnabled: current.isDefaultRecipientsEnabled || wanted.isDefaultRecipientsEnabled,
      notificationRecipients: [
        ...new Set([...current.notificationRecipients, ...wanted.notificationRecipients]),
      ],
    };
  }
  if (current.kind === "approval" && wanted.kind === "approval") return stricterApproval(current, wanted);
  if (current.kind === "authenticationContext" && wanted.kind === "authenticationContext") {
    return current.isEnabled ? current : wanted;
  }
  return current;
}

function stricterApproval(current: ApprovalRule, wanted: ApprovalRule): ApprovalRule {
  const isApprovalRequiredForExtension =
    current.isApprovalRequiredForExtension || wanted.isApprovalRequiredForExtension;
  if (!current.isApprovalRequired) return { ...wanted, isApprovalRequiredForExtension };
  if (!wanted.isApprovalRequired) return { ...current, isApprovalRequiredForExtension };
  const keepsDeciders = compareApprovers(decidersOf(current), decidersOf(wanted)) < 0;
  const asks = asksApprovers(current) || asksApprovers(wanted);
  const stages = (keepsDeciders ? current : wanted).approvalStages;
  return {
    ...wanted,
    isApprovalRequiredForExtension,
    isRequestorJustificationRequired:
      current.isRequestorJustificationRequired || wanted.isRequestorJustificationRequired,
    approvalMode: (keepsDeciders ? current : wanted).approvalMode,
    approvalStages: stages.map((stage): ApprovalStage => ({
      ...stage,
      isApproverJustificationRequired: asks || stage.isApproverJustificationRequired,
    })),
  };
}
