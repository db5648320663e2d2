import type {
  ApprovalStage,
  Approver,
  RoleRule,
  RuleId,
  SettingsRequest,
  TenantAnswer,
} from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";

/**
 * `PATCH` of a policy with some of its rules, each whole: a part that is left out may be taken for its default. A success
 * (200) says that it was taken; what is in force is read.
 */
export async function changeRoleSettings(
  client: GraphClient,
  { policyId, rules, clientRequestId }: SettingsRequest,
): Promise<TenantAnswer<null>> {
  const reply = await client.send({
    method: "PATCH",
    target: `/policies/roleManagementPolicies/${encodeURIComponent(policyId)}`,
    body: { rules: rules.map(ruleBody) },
    effect: "write",
    clientRequestId,
  });
  return reply.ok ? { ok: true, value: null, requestId: reply.trace.requestId } : reply;
}

function ruleBody(rule: RoleRule): object {
  const common = (name: string): object => ({
    "@odata.type": `#microsoft.graph.unifiedRoleManagementPolicy${name}Rule`,
    id: rule.id,
    target: targetOf(rule.id),
  });
  switch (rule.kind) {
    case "expiration": {
      const { isExpirationRequired, maximumDuration } = rule;
      return { ...common("Expiration"), isExpirationRequired, maximumDuration };
    }
    case "enablement":
      return { ...common("Enablement"), enabledRules: rule.enabledRules };
    case "notification":
      return {
        ...common("Notification"),
        notificationType: "Email",
        recipientType: rule.recipientType,
        notificationLevel: rule.notificationLevel,
        isDefaultRecipientsEnabled: rule.isDefaultRecipientsEnabled,
        notificationRecipients: rule.notificationRecipients,
      };
    case "approval":
      return {
        ...common("Approval"),
        setting: {
          isApprovalRequired: rule.isApprovalRequired,
          isApprovalRequiredForExtension: rule.isApprovalRequiredForExtension,
          isRequestorJustificationRequired: rule.isRequestorJustificationRequired,
          approvalMode: rule.approvalMode,
          approvalStages: rule.approvalStages.map(stageBody),
        },
      };
    case "authenticationContext":
      // Microsoft's own example takes a context away with an empty one.
      return {
        ...common("AuthenticationContext"),
        isEnabled: rule.isEnabled,
        claimValue: rule.claimValue ?? "",
      };
  }
}

/** Whom a rule is for is said by the end of its id. */
function targetOf(id: RuleId): object {
  const isOfUser = id.endsWith("_EndUser_Assignment");
  return {
    caller: isOfUser ? "EndUser" : "Admin",
    operations: ["All"],
    level: id.endsWith("_Eligibility") ? "Eligibility" : "Assignment",
    inheritableSettings: [],
    enforcedSettings: [],
  };
}

function stageBody(stage: ApprovalStage): object {
  return {
    approvalStageTimeOutInDays: stage.approvalStageTimeOutInDays,
    isApproverJustificationRequired: stage.isApproverJustificationRequired,
    escalationTimeInMinutes: stage.escalationTimeInMinutes,
    isEscalationEnabled: stage.isEscalationEnabled,
    primaryApprovers: stage.primaryApprovers.map(approverBody),
    escalationApprovers: stage.escalationApprovers.map(approverBody),
  };
}

/** As v1.0 is documented: by `userId` and `groupId`. */
function approverBody({ kind, id, description }: Approver): object {
  const described = description === undefined ? {} : { description };
  return kind === "user"
    ? { "@odata.type": "#microsoft.graph.singleUser", userId: id, ...described }
    : { "@odata.type": "#microsoft.graph.groupMembers", groupId: id, ...described };
}
