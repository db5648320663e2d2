import type { Row } from "../odata/filter.ts";
import type { Schedule, Side } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatOptionalTimestamp, formatTimestamp } from "../timestamp.ts";

function dumpRow(row: Schedule): Row {
  return {
    principalId: row.principalId,
    roleDefinitionId: row.roleDefinitionId,
    directoryScopeId: row.directoryScopeId,
    appScopeId: row.appScopeId,
    scheduleId: row.id,
    instanceId: row.instanceId,
    origin: row.origin,
    startDateTime: formatTimestamp(row.startAt),
    endDateTime: formatOptionalTimestamp(row.endAt),
    isInForce: row.isInForce,
  };
}

function sortKey(row: Schedule): string {
  return [row.principalId, row.roleDefinitionId, row.directoryScopeId, row.appScopeId, row.id].join("|");
}

function sorted(tenant: Tenant, side: Side, isWanted: (row: Schedule) => boolean): Row[] {
  return [...tenant.schedules.all(side).values()]
    .filter(isWanted)
    .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
    .map(dumpRow);
}

/** Everything that is held, as it is and not as lists show it, sorted by principal, role and scope. */
export function dumpState(tenant: Tenant): Row {
  return {
    assigned: sorted(tenant, "assignment", (row) => row.assignmentType === "Assigned"),
    activated: sorted(tenant, "assignment", (row) => row.assignmentType === "Activated"),
    eligible: sorted(tenant, "eligibility", () => true),
  };
}

function isAssigned(row: Schedule): boolean {
  return row.assignmentType === "Assigned";
}

/** How many there are of each kind. */
export function countState(tenant: Tenant): Record<string, number> {
  const assigned = [...tenant.schedules.all("assignment").values()].filter((row) => row.isInForce);
  return {
    users: tenant.directory.all("user").length,
    groups: tenant.directory.all("group").length,
    servicePrincipals: tenant.directory.all("servicePrincipal").length,
    administrativeUnits: tenant.directory.all("administrativeUnit").length,
    standing: assigned.filter((row) => isAssigned(row) && row.endAt === null).length,
    timeBound: assigned.filter((row) => isAssigned(row) && row.endAt !== null).length,
    activated: assigned.filter((row) => !isAssigned(row)).length,
    eligible: [...tenant.schedules.all("eligibility").values()].filter((row) => row.isInForce).length,
  };
}
