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

const SORTED_BY = ["principalId", "roleDefinitionId", "directoryScopeId", "appScopeId", "id"] as const;

function compare(one: Schedule, other: Schedule): number {
  for (const name of SORTED_BY) {
    const [left, right] = [one[name] ?? "", other[name] ?? ""];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function sorted(tenant: Tenant, side: Side, isWanted: (row: Schedule) => boolean): Schedule[] {
  return [...tenant.schedules.all(side).values()].filter(isWanted).toSorted(compare);
}

const ROWS_PER_CHUNK = 500;

/**
 * Everything that is held, as it is and not as lists show it, sorted by principal, role and scope: the text of one JSON
 * object, piece by piece. What it tells is what there is when it begins, whatever changes meanwhile.
 */
export function* stateText(tenant: Tenant): Generator<string> {
  const parts = [
    ["assigned", sorted(tenant, "assignment", isAssigned)],
    ["activated", sorted(tenant, "assignment", (row) => !isAssigned(row))],
    ["eligible", sorted(tenant, "eligibility", () => true)],
  ] as const;
  for (const [index, [name, rows]] of parts.entries()) {
    yield `${index === 0 ? "{" : ","}"${name}":[`;
    for (let from = 0; from < rows.length; from += ROWS_PER_CHUNK) {
      const texts = rows.slice(from, from + ROWS_PER_CHUNK).map((row) => JSON.stringify(dumpRow(row)));
      yield `${from === 0 ? "" : ","}${texts.join(",")}`;
    }
    yield "]";
  }
  yield "}";
}

function isAssigned(row: Schedule): boolean {
  return row.assignmentType === "Assigned";
}

/** How many there are of each kind. */
export function countState(tenant: Tenant): Record<string, number> {
  const { directory, schedules } = tenant;
  const counts = { standing: 0, timeBound: 0, activated: 0 };
  for (const row of schedules.all("assignment").values()) {
    if (!row.isInForce) continue;
    if (!isAssigned(row)) counts.activated += 1;
    else if (row.endAt === null) counts.standing += 1;
    else counts.timeBound += 1;
  }
  return {
    users: directory.count("user"),
    groups: directory.count("group"),
    servicePrincipals: directory.count("servicePrincipal"),
    administrativeUnits: directory.count("administrativeUnit"),
    ...counts,
    eligible: schedules.count("eligibility").inForce,
  };
}
