import { RULE_IDS, type RoleRule, type RoleSettings } from "@standdown/domain";
import { MESSAGE_CENTER_READER } from "./api-under-test.ts";

/** All 17: an activation takes four hours at most and nothing else. */
const rules = RULE_IDS.map((id): RoleRule => {
  switch (id) {
    case "Expiration_Admin_Eligibility":
    case "Expiration_Admin_Assignment":
      return { kind: "expiration", id, isExpirationRequired: false, maximumDuration: "P365D" };
    case "Expiration_EndUser_Assignment":
      return { kind: "expiration", id, isExpirationRequired: true, maximumDuration: "PT4H" };
    case "Enablement_Admin_Eligibility":
    case "Enablement_Admin_Assignment":
    case "Enablement_EndUser_Assignment":
      return { kind: "enablement", id, enabledRules: [] };
    case "AuthenticationContext_EndUser_Assignment":
      return { kind: "authenticationContext", id, isEnabled: false, claimValue: null };
    case "Approval_EndUser_Assignment":
      return {
        kind: "approval",
        id,
        isApprovalRequired: false,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: "SingleStage",
        approvalStages: [
          {
            approvalStageTimeOutInDays: 1,
            isApproverJustificationRequired: true,
            isEscalationEnabled: false,
            escalationTimeInMinutes: 0,
            primaryApprovers: [],
            escalationApprovers: [],
          },
        ],
      };
    default:
      return {
        kind: "notification",
        id,
        recipientType: (["Admin", "Requestor"] as const).find((one) => id.includes(`_${one}_`)) ?? "Approver",
        notificationLevel: "All",
        isDefaultRecipientsEnabled: true,
        notificationRecipients: [],
      };
  }
});

/** The settings of the one role of the tests: an activation lasts four hours at most, and takes nothing. */
export const fourHours: RoleSettings = {
  id: "policy_role",
  policyId: "policy",
  roleDefinitionId: MESSAGE_CENTER_READER,
  rules,
};
