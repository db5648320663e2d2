import type { Outcome, Refusal } from "../refusal.ts";
import { accepted, refusalOf, refused } from "../refusal.ts";
import { scheduleIdOf } from "../state/group-access.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import { grantKey } from "../state/schedule.ts";
import { isEligibleSide } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import { awaitApproval, needsApproval } from "./approval.ts";
import { checkExisting, checkPending } from "./existing.ts";
import { checkKnown } from "./known.ts";
import { checkLastGlobalAdministrator } from "./last-global-administrator.ts";
import { checkMinimumAge } from "./minimum-age.ts";
import { onboardFor } from "./onboard.ts";
import { checkAuthenticationContext, checkCaller, checkPolicy } from "./policy.ts";
import { checkPrincipalKind } from "./principal-kind.ts";
import { checkSelfRemoval } from "./self-removal.ts";
import type { Provisioned } from "./provision.ts";
import { provision } from "./provision.ts";
import type { Check, Write } from "./write.ts";

/** In the order in which the service was seen to refuse; the first that applies is the answer. */
const CHECKS: readonly Check[] = [
  checkCaller,
  checkKnown,
  checkPending,
  checkExisting,
  checkPolicy,
  checkAuthenticationContext,
  checkMinimumAge,
  checkLastGlobalAdministrator,
  checkSelfRemoval,
  checkPrincipalKind,
];

/** How a request is handled besides what it says. */
export interface SubmitOptions {
  /** Answer as if it were done, and do nothing. */
  readonly isDropped: boolean;
}

function toRequest(tenant: Tenant, write: Write, requestId: string, done: Provisioned): ScheduleRequest {
  return {
    principalId: write.principalId,
    roleDefinitionId: write.roleDefinitionId,
    directoryScopeId: write.directoryScopeId,
    appScopeId: write.appScopeId,
    side: write.side,
    order: tenant.requests.nextOrder(),
    id: requestId,
    action: write.action,
    status: done.status,
    createdAt: write.receivedAt,
    completedAt: done.completedAt,
    isValidationOnly: write.isValidationOnly,
    targetScheduleId: done.targetScheduleId,
    approvalId: done.status === "PendingApproval" ? requestId : null,
    justification: write.justification,
    createdById: write.caller.id,
    createdByKind:
      write.caller.kind === "application" && tenant.quirks.strikes("createdByApplication", grantKey(write))
        ? "application"
        : "user",
    schedule: write.time === null ? null : { startAt: write.time.startAt, expiration: write.time.expiration },
    ticketNumber: write.ticketNumber,
    ticketSystem: write.ticketSystem,
  };
}

function firstRefusal(tenant: Tenant, write: Write): Refusal | null {
  for (const check of CHECKS) {
    const refusal = check(tenant, write);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Checks a request, carries it out and remembers it. With `isValidationOnly` nothing is stored. */
export function submit(tenant: Tenant, write: Write, options: SubmitOptions): Outcome<ScheduleRequest> {
  const refusal = firstRefusal(tenant, write);
  if (refusal !== null) return refused(refusal);
  const requestId = tenant.ids.next(`request|${write.side}|${write.action}|${grantKey(write)}`);
  if (write.isValidationOnly || options.isDropped) {
    const isRemoval = write.time === null;
    return accepted(
      toRequest(tenant, write, requestId, {
        status: isRemoval ? "Revoked" : "Provisioned",
        targetScheduleId: isRemoval ? null : scheduleIdOf(write.roleDefinitionId, requestId),
        completedAt: isRemoval ? null : write.receivedAt,
      }),
    );
  }
  const request = tenant.actAs(write.caller, () => {
    onboardFor(tenant, write.roleDefinitionId);
    const carryOut = needsApproval(tenant, write) ? awaitApproval : provision;
    const made = toRequest(tenant, write, requestId, carryOut(tenant, write, requestId));
    tenant.requests.put(made);
    return made;
  });
  const isLiedAbout =
    !isEligibleSide(write.side) &&
    write.action === "adminRemove" &&
    tenant.quirks.strikes("removeAnswers404", grantKey(write));
  return isLiedAbout ? refused(refusalOf("roleAssignmentDoesNotExist")) : accepted(request);
}
