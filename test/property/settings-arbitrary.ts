import fc from "fast-check";
import {
  ENABLEMENTS,
  isRefused,
  RULE_IDS,
  type Approver,
  type RoleRule,
  type RuleId,
} from "@standdown/domain";

const approver: fc.Arbitrary<Approver> = fc.record({
  kind: fc.constantFrom("user", "group"),
  id: fc.constantFrom("ann", "ben", "cat"),
});
const approvers = fc.uniqueArray(approver, { maxLength: 3, selector: ({ kind, id }) => `${kind} ${id}` });
const address = fc.constantFrom("desk@contoso.com", "soc@contoso.com");

function ruleOf(id: RuleId): fc.Arbitrary<RoleRule> {
  const [kind, about] = id.split("_");
  switch (kind) {
    case "Expiration":
      return fc.record({
        kind: fc.constant("expiration"),
        id: fc.constant(id),
        isExpirationRequired: id === "Expiration_EndUser_Assignment" ? fc.constant(true) : fc.boolean(),
        maximumDuration: fc.constantFrom("PT1H", "PT60M", "PT8H", "PT24H"),
      });
    case "Enablement":
      return fc.record({
        kind: fc.constant("enablement"),
        id: fc.constant(id),
        enabledRules: fc.subarray(
          ENABLEMENTS.filter((word) => word !== "Ticketing" || id === "Enablement_EndUser_Assignment"),
        ),
      });
    case "Notification":
      return fc.record({
        kind: fc.constant("notification"),
        id: fc.constant(id),
        recipientType: fc.constant(about === "Admin" || about === "Requestor" ? about : "Approver"),
        notificationLevel: fc.constantFrom("None", "Critical", "All"),
        isDefaultRecipientsEnabled: fc.boolean(),
        notificationRecipients: fc.uniqueArray(address, { maxLength: 2 }),
      });
    case "Approval":
      return fc.record({
        kind: fc.constant("approval"),
        id: fc.constant(id),
        isApprovalRequired: fc.boolean(),
        isApprovalRequiredForExtension: fc.boolean(),
        isRequestorJustificationRequired: fc.boolean(),
        approvalMode: fc.constant("SingleStage"),
        approvalStages: fc
          .record({
            approvalStageTimeOutInDays: fc.constantFrom(1, 3),
            isApproverJustificationRequired: fc.boolean(),
            isEscalationEnabled: fc.constant(false),
            escalationTimeInMinutes: fc.constant(0),
            primaryApprovers: approvers,
            escalationApprovers: fc.constant([]),
          })
          .map((stage) => [stage]),
      });
    default:
      return fc.boolean().chain((isEnabled) =>
        fc.record({
          kind: fc.constant("authenticationContext"),
          id: fc.constant(id),
          isEnabled: fc.constant(isEnabled),
          claimValue: isEnabled ? fc.constantFrom("c1", "c2") : fc.constantFrom(null, "", "c1"),
        }),
      );
  }
}

/** All 17 rules of a role, as the service would have them. */
export const settings: fc.Arbitrary<readonly RoleRule[]> = fc
  .tuple(...RULE_IDS.map(ruleOf))
  .filter((rules) => !isRefused(rules));

/** Two settings of which the second differs from the first in some rules only. */
export const settingsPair: fc.Arbitrary<readonly [from: readonly RoleRule[], to: readonly RoleRule[]]> = fc
  .tuple(settings, settings, fc.subarray([...RULE_IDS]))
  .map(([from, other, kept]): readonly [readonly RoleRule[], readonly RoleRule[]] => [
    from,
    other.map((rule, at) => (kept.includes(rule.id) ? (from[at] ?? rule) : rule)),
  ])
  .filter(([, to]) => !isRefused(to));
