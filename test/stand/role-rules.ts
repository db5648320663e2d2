import { RULE_IDS, withRules, type NotificationRule, type RoleRule, type RuleId } from "@standdown/domain";
import { approvalRule } from "../../packages/domain/testing/approval-rule.ts";

/** All 17 rules of a role, as a new tenant has them, but for some. */
export function roleRules(...changed: readonly RoleRule[]): readonly RoleRule[] {
  return withRules(RULE_IDS.map(defaultRule), changed);
}

/** The longest activation. */
export function longestActivation(maximumDuration: string): RoleRule {
  return {
    kind: "expiration",
    id: "Expiration_EndUser_Assignment",
    isExpirationRequired: true,
    maximumDuration,
  };
}

function defaultRule(id: RuleId): RoleRule {
  const [kind, who] = id.split("_");
  switch (kind) {
    case "Expiration":
      return id === "Expiration_EndUser_Assignment"
        ? longestActivation("PT8H")
        : { kind: "expiration", id, isExpirationRequired: false, maximumDuration: "P365D" };
    case "Enablement":
      return {
        kind: "enablement",
        id,
        enabledRules: who === "EndUser" ? ["MultiFactorAuthentication", "Justification"] : [],
      };
    case "Approval":
      return approvalRule();
    case "AuthenticationContext":
      return { kind: "authenticationContext", id, isEnabled: false, claimValue: null };
    default:
      return mailRule(id, who === "Admin" || who === "Requestor" ? who : "Approver");
  }
}

function mailRule(id: RuleId, recipientType: NotificationRule["recipientType"]): NotificationRule {
  return {
    kind: "notification",
    id,
    recipientType,
    notificationLevel: "All",
    isDefaultRecipientsEnabled: true,
    notificationRecipients: [],
  };
}
