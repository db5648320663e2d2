import type { Row } from "../odata/filter.ts";
import type { Schedule } from "../state/schedule.ts";
import { formatOptionalTimestamp, formatTimestamp } from "../timestamp.ts";

/** How the service writes "never" on the eligible side. */
const NEVER_MODIFIED = "0001-01-01T08:00:00Z";

function grantOf(row: Schedule): Row {
  return {
    principalId: row.principalId,
    roleDefinitionId: row.roleDefinitionId,
    directoryScopeId: row.directoryScopeId,
    appScopeId: row.appScopeId,
  };
}

function modifiedDateTime(row: Schedule): string | null {
  if (row.modifiedAt !== null) return formatTimestamp(row.modifiedAt);
  return row.side === "eligibility" ? NEVER_MODIFIED : null;
}

/** A row of `roleAssignmentSchedules` or `roleEligibilitySchedules`. Made outside PIM: the start is the time of the read. */
export function scheduleRow(row: Schedule, now: number): Row {
  const isPim = row.origin === "pim";
  return {
    id: row.id,
    ...grantOf(row),
    createdUsing: isPim ? row.id : null,
    createdDateTime: isPim ? formatTimestamp(row.createdAt) : null,
    modifiedDateTime: isPim ? modifiedDateTime(row) : null,
    status: row.isInForce ? "Provisioned" : "Granted",
    ...(row.side === "assignment" ? { assignmentType: row.assignmentType } : {}),
    memberType: row.memberType,
    scheduleInfo: {
      startDateTime: formatTimestamp(isPim ? row.startAt : now),
      recurrence: null,
      expiration: {
        type: row.endAt === null ? "noExpiration" : "afterDateTime",
        endDateTime: formatOptionalTimestamp(row.endAt),
        duration: null,
      },
    },
  };
}

/** A row of `roleAssignmentScheduleInstances`. */
export function assignmentInstanceRow(row: Schedule): Row {
  return {
    id: row.instanceId,
    ...grantOf(row),
    startDateTime: row.origin === "pim" ? formatTimestamp(row.startAt) : null,
    endDateTime: formatOptionalTimestamp(row.endAt),
    assignmentType: row.assignmentType,
    memberType: row.memberType,
    roleAssignmentOriginId: row.instanceId,
    roleAssignmentScheduleId: row.id,
  };
}

/** A row of `roleEligibilityScheduleInstances`. */
export function eligibilityInstanceRow(row: Schedule): Row {
  return {
    id: row.instanceId,
    ...grantOf(row),
    startDateTime: formatTimestamp(row.startAt),
    endDateTime: formatOptionalTimestamp(row.endAt),
    memberType: row.memberType,
    roleEligibilityScheduleId: row.id,
  };
}

/** A row of `roleAssignments`: what is effective now, PIM or not. */
export function roleAssignmentRow(row: Schedule): Row {
  return {
    id: row.instanceId,
    principalId: row.principalId,
    ...(row.appScopeId === null
      ? { resourceScope: row.directoryScopeId, directoryScopeId: row.directoryScopeId }
      : { resourceScope: row.appScopeId, appScopeId: row.appScopeId }),
    roleDefinitionId: row.roleDefinitionId,
  };
}
