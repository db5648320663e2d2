import type { RoleDefinition, RoleRule, RoleSettings, RuleId } from "@standdown/domain";
import { RULE_IDS } from "@standdown/domain";
import { approvalRule } from "./approval-rule.ts";

/** What is said of single rules, each a part of it. */
export type SaidOfRules = { readonly [Id in RuleId]?: Readonly<Record<string, unknown>> };

function defaultRule(id: RuleId): RoleRule {
  const [kind, recipientType] = id.split("_");
  switch (kind) {
    case "Expiration": {
      const maximumDuration = id.endsWith("_Eligibility")
        ? "P365D"
        : id.includes("_Admin_")
          ? "P180D"
          : "PT8H";
      return { kind: "expiration", id, isExpirationRequired: maximumDuration === "PT8H", maximumDuration };
    }
    case "Enablement":
      return {
        kind: "enablement",
        id,
        enabledRules: id.endsWith("_Eligibility")
          ? []
          : id.includes("_EndUser_")
            ? ["MultiFactorAuthentication", "Justification"]
            : ["Justification"],
      };
    case "Notification":
      return {
        kind: "notification",
        id,
        recipientType:
          recipientType === "Admin" || recipientType === "Requestor" ? recipientType : "Approver",
        notificationLevel: "All",
        isDefaultRecipientsEnabled: true,
        notificationRecipients: [],
      };
    case "Approval":
      return approvalRule();
    default:
      return { kind: "authenticationContext", id, isEnabled: false, claimValue: null };
  }
}

/** The 17 rules of a role of a new tenant (Graph, list roleManagementPolicyAssignments), but for what is said here. */
export function roleRules(said: SaidOfRules = {}): readonly RoleRule[] {
  return RULE_IDS.map((id): RoleRule => ({ ...defaultRule(id), ...said[id] }));
}

/** The settings of a role with these rules. */
export function settingsOf(roleDefinitionId: string, rules: readonly RoleRule[] = roleRules()): RoleSettings {
  return {
    id: `assignment ${roleDefinitionId}`,
    policyId: `policy ${roleDefinitionId}`,
    roleDefinitionId,
    rules,
  };
}

/** A built-in role; its name is its id. */
export function builtinRole(id: string): RoleDefinition {
  return { id, templateId: id, displayName: id, isBuiltIn: true, isEnabled: true, isPrivileged: null };
}
