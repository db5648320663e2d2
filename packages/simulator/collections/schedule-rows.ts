import type { Row } from "../odata/filter.ts";
import { accessOfRole } from "../state/group-access.ts";
import type { Grant, Schedule } from "../state/schedule.ts";
import { isEligibleSide, isOfGroups } from "../state/sides.ts";
import { formatOptionalTimestamp, formatTimestamp } from "../timestamp.ts";

/** How the service writes "never" on the eligible side. */
const NEVER_MODIFIED = "0001-01-01T08:00:00Z";

/** Who, what and where, in the words of roles or of groups. */
export function grantRow(row: Grant): Row {
  const access = accessOfRole(row.roleDefinitionId);
  if (access !== null) {
    return { accessId: access.accessId, groupId: access.groupId, principalId: row.principalId };
  }
  return {
    principalId: row.principalId,
    roleDefinitionId: row.roleDefinitionId,
    directoryScopeId: row.directoryScopeId,
    appScopeId: row.appScopeId,
  };
}

function modifiedDateTime(row: Schedule): string | null {
  if (row.modifiedAt !== null) return formatTimestamp(row.modifiedAt);
  return isEligibleSide(row.side) ? NEVER_MODIFIED : null;
}

/** The request that made a row: its id is what the id of the schedule ends with. */
function createdUsing(row: Schedule): string | null {
  return isOfGroups(row.side) ? row.id.slice(row.roleDefinitionId.length + 1) : row.id;
}

/** A row of `roleAssignmentSchedules` or `roleEligibilitySchedules`, or of those of groups. Made outside PIM: the start is the time of the read. */
export function scheduleRow(row: Schedule, now: number): Row {
  const isPim = row.origin === "pim";
  return {
    id: row.id,
    ...grantRow(row),
    createdUsing: isPim ? createdUsing(row) : null,
    createdDateTime: isPim ? formatTimestamp(row.createdAt) : null,
    modifiedDateTime: isPim ? modifiedDateTime(row) : null,
    status: row.isInForce ? "Provisioned" : "Granted",
    ...(!isEligibleSide(row.side) ? { assignmentType: row.assignmentType } : {}),
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

/** A row of `roleAssignmentScheduleInstances`, or of those of groups. */
export function assignmentInstanceRow(row: Schedule): Row {
  return {
    id: row.instanceId,
    ...grantRow(row),
    startDateTime: row.origin === "pim" ? formatTimestamp(row.startAt) : null,
    endDateTime: formatOptionalTimestamp(row.endAt),
    assignmentType: row.assignmentType,
    memberType: row.memberType,
    ...(isOfGroups(row.side)
      ? { assignmentScheduleId: row.id }
      : { roleAssignmentOriginId: row.instanceId, roleAssignmentScheduleId: row.id }),
  };
}

/** A row of `roleEligibilityScheduleInstances`, or of those of groups. */
export function eligibilityInstanceRow(row: Schedule): Row {
  return {
    id: row.instanceId,
    ...grantRow(row),
    startDateTime: formatTimestamp(row.startAt),
    endDateTime: formatOptionalTimestamp(row.endAt),
    memberType: row.memberType,
    [isOfGroups(row.side) ? "eligibilityScheduleId" : "roleEligibilityScheduleId"]: row.id,
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
