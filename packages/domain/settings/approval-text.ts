import type { ApprovalRule, ApprovalStage, Approver } from "../role-settings.ts";

/** Whoever decides where a rule that requires approval names nobody. */
const NOBODY_NAMED = "any active Global or Privileged Role Administrator";

/** Who decides and how, for people. What is as in a new tenant is not said: justified on both sides, within a day. */
export function approvalText(rule: ApprovalRule): string {
  const stages = rule.approvalStages.map(stageText);
  return [
    stages.length === 0 ? "no stage" : stages.join(", then "),
    ...(rule.isRequestorJustificationRequired ? [] : ["requestor need not justify"]),
    ...(rule.isApprovalRequired && rule.isApprovalRequiredForExtension ? ["also to extend"] : []),
    ...(rule.approvalMode === "SingleStage" ? [] : [`mode ${rule.approvalMode}`]),
  ].join(", ");
}

function stageText(stage: ApprovalStage): string {
  const { approvalStageTimeOutInDays: days, primaryApprovers, escalationApprovers } = stage;
  const minutes = stage.escalationTimeInMinutes;
  return [
    `by ${approversText(primaryApprovers)}`,
    ...(days === 1 ? [] : [`within ${days} days`]),
    ...(stage.isApproverJustificationRequired ? [] : ["approver need not justify"]),
    ...(stage.isEscalationEnabled ? [`escalated after ${minutes} min`] : []),
    ...(!stage.isEscalationEnabled && minutes !== 0 ? [`escalation off, ${minutes} min`] : []),
    ...(escalationApprovers.length === 0 ? [] : [`escalation to ${approversText(escalationApprovers)}`]),
  ].join(", ");
}

function approversText(approvers: readonly Approver[]): string {
  return approvers.length === 0 ? NOBODY_NAMED : approvers.map(approverText).toSorted().join(" or ");
}

function approverText({ kind, id, description }: Approver): string {
  return description === undefined || description === "" ? `${kind} ${id}` : `${kind} ${description} (${id})`;
}
