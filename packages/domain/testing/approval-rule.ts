import type { ApprovalRule, Approver } from "../role-settings.ts";

/** An approval rule of one stage, as a new tenant has it; required, with these approvers, where they are given. */
export function approvalRule(approvers?: readonly Approver[]): ApprovalRule {
  return {
    kind: "approval",
    id: "Approval_EndUser_Assignment",
    isApprovalRequired: approvers !== undefined,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: "SingleStage",
    approvalStages: [
      {
        approvalStageTimeOutInDays: 1,
        isApproverJustificationRequired: true,
        isEscalationEnabled: false,
        escalationTimeInMinutes: 0,
        primaryApprovers: approvers ?? [],
        escalationApprovers: [],
      },
    ],
  };
}
