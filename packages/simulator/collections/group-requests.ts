import type { Collection } from "../odata/collection.ts";
import type { FilterRules } from "../odata/filter.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { GroupSide } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import { expandedGroup, expandedObject } from "./directory-rows.ts";
import { GROUP_PIM_PATH } from "./group-schedules.ts";
import { activatedUsing, requestReads, requestRow, targetSchedule } from "./requests.ts";

const ID = ["eq", "ne"] as const;
const FILTERABLE: FilterRules = {
  accessId: ID,
  groupId: ID,
  principalId: ID,
  status: ID,
  targetScheduleId: ID,
};

const SAMPLE: ScheduleRequest = {
  side: "groupAssignment",
  order: 0,
  id: "",
  principalId: "",
  roleDefinitionId: accessRoleId("", "member"),
  directoryScopeId: "/",
  appScopeId: null,
  action: "adminAssign",
  status: "Provisioned",
  createdAt: 0,
  completedAt: null,
  approvalId: null,
  isValidationOnly: false,
  targetScheduleId: null,
  justification: null,
  createdById: "",
  createdByKind: "application",
  schedule: null,
  ticketNumber: null,
  ticketSystem: null,
};

/** `assignmentScheduleRequests` or `eligibilityScheduleRequests` of PIM for Groups. */
export function groupRequestCollection(
  tenant: Tenant,
  side: GroupSide,
  pageSize: number,
): Collection<ScheduleRequest> {
  const isOfAssignments = side === "groupAssignment";
  return {
    ...requestReads(tenant, side),
    path: `${GROUP_PIM_PATH}/${isOfAssignments ? "assignment" : "eligibility"}ScheduleRequests`,
    toRow: requestRow,
    filterable: FILTERABLE,
    properties: Object.keys(requestRow(SAMPLE)),
    defaultProperties: null,
    expands: {
      principal: (request, expand) => expandedObject(tenant, request.principalId, expand),
      group: (request, expand) => expandedGroup(tenant, request.roleDefinitionId, expand),
      targetSchedule: (request) => targetSchedule(tenant, request),
      ...(isOfAssignments
        ? { activatedUsing: (request: ScheduleRequest) => activatedUsing(tenant, request) }
        : {}),
    },
    maximumExpandCount: 4,
    pageSize,
    maximumPageSize: pageSize,
    isTopBeyondMaximumRefused: false,
    needsConsistencyLevel: false,
  };
}
