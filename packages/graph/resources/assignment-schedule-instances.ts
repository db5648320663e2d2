import { Type } from "typebox";
import type { AssignmentInstance, TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import {
  absentOrNull,
  anyCaseOf,
  Id,
  inDomainCase,
  KEY_FIELDS,
  keyOf,
  MEMBER_TYPES,
  nullable,
  Time,
  withScope,
} from "../reading/fields.ts";
import { whereAll, withQuery } from "../reading/filter.ts";
import { readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

/** Where they are: the active access that PIM sees in force now. */
export const ASSIGNMENT_INSTANCES = "/roleManagement/directory/roleAssignmentScheduleInstances";

const ASSIGNMENT_TYPES = ["Assigned", "Activated"] as const;

/**
 * Reads one of them. Both times must be there: a missing end is not the same as none, which makes access standing.
 * A kind of assignment or membership that is not known is refused, for nobody knows what may be done with it.
 */
export const readAssignmentInstance = rowReader(
  withScope(
    Type.Object({
      id: Id,
      ...KEY_FIELDS,
      assignmentType: anyCaseOf(ASSIGNMENT_TYPES),
      memberType: anyCaseOf(MEMBER_TYPES),
      startDateTime: nullable(Time),
      endDateTime: nullable(Time),
      roleAssignmentScheduleId: Id,
      roleAssignmentOriginId: absentOrNull(Id),
    }),
  ),
  (row): AssignmentInstance => ({
    id: row.id,
    ...keyOf(row),
    assignmentType: inDomainCase(ASSIGNMENT_TYPES, row.assignmentType),
    memberType: inDomainCase(MEMBER_TYPES, row.memberType),
    startDateTime: row.startDateTime,
    endDateTime: row.endDateTime,
    roleAssignmentScheduleId: row.roleAssignmentScheduleId,
    roleAssignmentOriginId: row.roleAssignmentOriginId ?? null,
  }),
);

/** `GET roleAssignmentScheduleInstances` of one role, of all principals. */
export function listRoleHolders(
  client: GraphClient,
  roleDefinitionId: string,
): AsyncGenerator<TenantAnswer<readonly AssignmentInstance[]>> {
  const target = withQuery(ASSIGNMENT_INSTANCES, { filter: whereAll({ roleDefinitionId }) });
  return readPages(client, target, readAssignmentInstance);
}
