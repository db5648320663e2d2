import { parseDuration } from "../duration.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refusalOf, refused } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Approval } from "../state/approvals.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Tenant } from "../state/tenant.ts";
import { mayApprove } from "./approvers.ts";
import { checkExisting } from "./existing.ts";
import { checkKnown } from "./known.ts";
import { holdsEligibility } from "./policy.ts";
import type { Provisioned } from "./provision.ts";
import { provision } from "./provision.ts";
import type { Write } from "./write.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What an approver says. */
export interface Decision {
  readonly reviewResult: "Approve" | "Deny";
  readonly justification: string;
}

/** Whether somebody has to approve a request first. */
export function needsApproval(tenant: Tenant, write: Write): boolean {
  return (
    write.action === "selfActivate" && tenant.policies.approval(write.roleDefinitionId).isApprovalRequired
  );
}

/** Lets a request wait for an approval: it makes no schedule yet, and expires with the time-out of the role's settings. */
export function awaitApproval(tenant: Tenant, write: Write, requestId: string): Provisioned {
  tenant.approvals.put({
    id: requestId,
    stageId: tenant.ids.next(`stage|${requestId}`),
    write,
    status: "InProgress",
    reviewResult: "NotReviewed",
    reviewedById: null,
    reviewedAt: null,
    justification: "",
  });
  const { timeOutInDays } = tenant.policies.approval(write.roleDefinitionId);
  tenant.later(write.receivedAt + timeOutInDays * DAY_MS, () => expire(tenant, requestId));
  return { status: "PendingApproval", targetScheduleId: null, completedAt: null };
}

/** Decides about an activation. */
export function decideApproval(
  tenant: Tenant,
  approval: Approval,
  approver: Caller,
  decision: Decision,
): Outcome<ScheduleRequest> {
  if (!mayApprove(tenant, approval, approver.id)) return refused(refusalOf("insufficientPrivileges"));
  const request = tenant.requests.byId(approval.write.side, approval.id);
  if (approval.status !== "InProgress" || request === null) {
    return refused(badRequest("The approval has been completed."));
  }
  const { isApproverJustificationRequired } = tenant.policies.approval(approval.write.roleDefinitionId);
  if (isApproverJustificationRequired && decision.justification.trim() === "") {
    return refused(badRequest("The justification of the approver is required."));
  }
  const now = tenant.moment;
  return tenant.actAs(approver, () => {
    tenant.approvals.put({
      ...approval,
      ...decision,
      status: "Completed",
      reviewedById: approver.id,
      reviewedAt: now,
    });
    const done =
      decision.reviewResult === "Approve" ? carryOut(tenant, approval, now) : endsAs("Denied", now);
    const settled = { ...request, ...done };
    tenant.requests.put(settled);
    return accepted(settled);
  });
}

/** Takes a request back that waits for an approval. */
export function cancelApproval(tenant: Tenant, request: ScheduleRequest): void {
  const approval = tenant.approvals.ofRequest(request.id);
  if (approval !== null) tenant.approvals.put({ ...approval, status: "Completed" });
}

function endsAs(status: "Denied" | "Failed", at: number): Provisioned {
  return { status, targetScheduleId: null, completedAt: at };
}

/** The activation begins with its approval and lasts as long as was asked for. */
function carryOut(tenant: Tenant, { id, write }: Approval, now: number): Provisioned {
  const approved = { ...write, receivedAt: now, time: movedTo(write.time, now) };
  const isVoid =
    checkKnown(tenant, approved) !== null ||
    checkExisting(tenant, approved) !== null ||
    !holdsEligibility(tenant, approved) ||
    (approved.time?.endAt ?? Number.POSITIVE_INFINITY) <= now;
  if (isVoid) return endsAs("Failed", now);
  return tenant.actAs(write.caller, () => provision(tenant, approved, id));
}

function movedTo(time: Write["time"], now: number): Write["time"] {
  if (time === null) return null;
  const startAt = Math.max(time.startAt, now);
  const { duration } = time.expiration;
  const endAt = duration === null ? time.endAt : startAt + (parseDuration(duration) ?? 0);
  return { ...time, startAt, endAt };
}

function expire(tenant: Tenant, requestId: string): void {
  const approval = tenant.approvals.byId(requestId);
  if (approval?.status !== "InProgress") return;
  const request = tenant.requests.byId(approval.write.side, requestId);
  if (request === null) return;
  tenant.approvals.put({ ...approval, status: "Expired" });
  tenant.requests.put({ ...request, ...endsAs("Failed", tenant.moment) });
}
