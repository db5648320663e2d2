import { scheduleIdOf } from "../state/group-access.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { Schedule } from "../state/schedule.ts";
import { grantKey, isSameGrant, isStanding } from "../state/schedule.ts";
import { isEligibleSide, isOfGroups, otherSideOf } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import { findTarget } from "./existing.ts";
import { neverProvisions } from "./principal-kind.ts";
import type { Write } from "./write.ts";

/** What became of a request. */
export interface Provisioned {
  readonly status: ScheduleRequest["status"];
  readonly targetScheduleId: string | null;
  readonly completedAt: number | null;
}

function otherSide(tenant: Tenant, write: Write): Schedule[] {
  return tenant.schedules
    .ofPrincipalInRole(otherSideOf(write.side), write.principalId, write.roleDefinitionId)
    .filter((row) => isSameGrant(row, write));
}

function create(tenant: Tenant, write: Write, requestId: string, startAt: number): void {
  const activated = write.action === "selfActivate" ? otherSide(tenant, write)[0] : undefined;
  tenant.addSchedule(
    {
      side: write.side,
      id: scheduleIdOf(write.roleDefinitionId, requestId),
      principalId: write.principalId,
      roleDefinitionId: write.roleDefinitionId,
      directoryScopeId: write.directoryScopeId,
      appScopeId: write.appScopeId,
      origin: "pim",
      assignmentType: write.action === "selfActivate" ? "Activated" : "Assigned",
      createdAt: write.receivedAt,
      modifiedAt: null,
      startAt,
      endAt: write.time?.endAt ?? null,
      activatedUsing: activated?.id ?? null,
    },
    write.receivedAt,
  );
}

/** What is slow takes effect later, where it still can. */
function createLater(tenant: Tenant, write: Write, requestId: string, dueAt: number): void {
  tenant.later(dueAt, (at) => {
    const request = tenant.requests.byId(write.side, requestId);
    if (request === null) return;
    const isUsable = write.action !== "selfActivate" || otherSide(tenant, write).length > 0;
    if (!isUsable || !tenant.directory.isPrincipal(write.principalId)) {
      tenant.requests.put({ ...request, status: "Failed", completedAt: at });
      return;
    }
    create(tenant, { ...write, receivedAt: at }, requestId, at);
    tenant.requests.put({ ...request, status: "Provisioned", completedAt: at });
  });
}

function provisionNew(tenant: Tenant, write: Write, requestId: string): Provisioned {
  const startAt = write.time?.startAt ?? write.receivedAt;
  const targetScheduleId = scheduleIdOf(write.roleDefinitionId, requestId);
  if (neverProvisions(tenant, write)) {
    return { status: "Granted", targetScheduleId, completedAt: null };
  }
  const isFuture = startAt > write.receivedAt;
  const slowness = write.action === "selfActivate" ? "slowActivation" : "slowProvisioning";
  const delayMs = tenant.quirks.value(slowness);
  if (delayMs > 0 && !isFuture) {
    createLater(tenant, write, requestId, write.receivedAt + delayMs);
    return { status: "PendingProvisioning", targetScheduleId, completedAt: null };
  }
  create(tenant, write, requestId, startAt);
  return { status: isFuture ? "Granted" : "Provisioned", targetScheduleId, completedAt: startAt };
}

/**
 * How `adminUpdate` reaches across the sides when the active assignment has no end: updating the active one to no end
 * takes the eligibility away, updating the eligibility takes the active one away. Nobody has seen it in groups.
 */
function dropOtherSide(tenant: Tenant, write: Write): void {
  if (isOfGroups(write.side) || !tenant.quirks.strikes("crossSideDropOnUpdate", grantKey(write))) return;
  const isOtherLost =
    write.side === "assignment"
      ? (): boolean => write.time?.endAt === null
      : (row: Schedule): boolean => isStanding(row);
  for (const row of otherSide(tenant, write).filter(isOtherLost)) {
    tenant.schedules.remove(row.side, row.id, write.receivedAt);
  }
}

function provisionChange(tenant: Tenant, write: Write, target: Schedule): Provisioned {
  // A row made outside PIM comes under PIM with its first change and keeps its id.
  const changed: Schedule = { ...target, origin: "pim", endAt: write.time?.endAt ?? null };
  tenant.changeSchedule(changed, write.receivedAt);
  if (write.action === "adminUpdate") dropOtherSide(tenant, write);
  return { status: "Provisioned", targetScheduleId: target.id, completedAt: write.receivedAt };
}

function provisionRemoval(tenant: Tenant, write: Write, target: Schedule): Provisioned {
  const isActiveRemoval = !isEligibleSide(write.side) && write.action === "adminRemove";
  const survives =
    isActiveRemoval &&
    target.origin === "outsidePim" &&
    tenant.quirks.strikes("outsidePimSurvivesRemove", grantKey(write));
  const isDropped = isActiveRemoval && tenant.quirks.strikes("crossSideDropOnRemove", grantKey(write));
  const isActivationEnded =
    write.side === "eligibility" && tenant.quirks.strikes("activationEndsWithEligibility", grantKey(write));
  const taken = otherSide(tenant, write).filter(
    (row) => isDropped || (isActivationEnded && row.assignmentType === "Activated"),
  );
  const remove = (row: Schedule): boolean => tenant.schedules.remove(row.side, row.id, write.receivedAt);
  tenant.watchdog.duringServiceLapse(isDropped, () => {
    taken.forEach(remove);
    if (!survives) remove(target);
  });
  return { status: "Revoked", targetScheduleId: null, completedAt: null };
}

/** Carries a request out that passed every check; what has no start in the future takes effect at once. */
export function provision(tenant: Tenant, write: Write, requestId: string): Provisioned {
  const target = findTarget(tenant, write);
  switch (write.action) {
    case "adminAssign":
    case "adminRenew":
    case "selfActivate":
    case "selfRenew":
      return provisionNew(tenant, write, requestId);
    case "adminUpdate":
    case "adminExtend":
    case "selfExtend":
      if (target === null) throw new Error("A change passed the checks without anything to change.");
      return provisionChange(tenant, write, target);
    case "adminRemove":
    case "selfDeactivate":
      if (target === null) throw new Error("A removal passed the checks without anything to remove.");
      return provisionRemoval(tenant, write, target);
  }
}
