import type { Row } from "../odata/filter.ts";
import { mayApprove } from "../pipeline/approvers.ts";
import type { Approval } from "../state/approvals.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatOptionalTimestamp } from "../timestamp.ts";

/**
 * The only step of an approval, as one caller sees it. The shape is that of the approvals of entitlement management,
 * which has the same types.
 */
export function approvalStepRow(tenant: Tenant, approval: Approval, callerId: string): Row {
  const { reviewedById } = approval;
  const reviewer = tenant.directory.byId(reviewedById ?? "");
  return {
    id: approval.stageId,
    displayName: null,
    reviewedDateTime: formatOptionalTimestamp(approval.reviewedAt),
    reviewResult: approval.reviewResult,
    status: approval.status,
    assignedToMe: mayApprove(tenant, approval, callerId),
    justification: approval.justification,
    reviewedBy:
      reviewedById === null ? null : { id: reviewedById, displayName: reviewer?.displayName ?? null },
  };
}
