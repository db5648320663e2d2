import type { Collection } from "../odata/collection.ts";
import type { FilterRules, Row } from "../odata/filter.ts";
import { requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { ScheduleRequest } from "../state/requests.ts";
import type { RoleSide } from "../state/sides.ts";
import { activeSideOf, eligibleSideOf } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatOptionalTimestamp, formatTimestamp } from "../timestamp.ts";
import { expandedObject } from "./directory-rows.ts";
import { expandedRole } from "./role-definitions.ts";
import { grantRow, scheduleRow } from "./schedule-rows.ts";
import { expandedScope } from "./scope.ts";

/** A request as it is answered and listed, of roles or of groups. */
export function requestRow(request: ScheduleRequest): Row {
  const { schedule } = request;
  return {
    id: request.id,
    status: request.status,
    createdDateTime: formatTimestamp(request.createdAt),
    completedDateTime: formatOptionalTimestamp(request.completedAt),
    approvalId: request.approvalId,
    customData: null,
    action: request.action,
    ...grantRow(request),
    isValidationOnly: request.isValidationOnly,
    targetScheduleId: request.targetScheduleId,
    justification: request.justification,
    createdBy: {
      application: null,
      device: null,
      user: null,
      [request.createdByKind]: { displayName: null, id: request.createdById },
    },
    scheduleInfo:
      schedule === null
        ? null
        : {
            startDateTime: formatTimestamp(schedule.startAt),
            recurrence: null,
            expiration: {
              type: schedule.expiration.type,
              endDateTime: formatOptionalTimestamp(schedule.expiration.endAt),
              duration: schedule.expiration.duration,
            },
          },
    ticketInfo: { ticketNumber: request.ticketNumber, ticketSystem: request.ticketSystem },
  };
}

const ID = ["eq", "ne"] as const;
const SCOPE = ["eq", "ne", "null"] as const;
const FILTERABLE: FilterRules = {
  principalId: ID,
  roleDefinitionId: ID,
  status: ID,
  targetScheduleId: ID,
  directoryScopeId: SCOPE,
  appScopeId: SCOPE,
};

const PROPERTIES = [
  "id",
  "status",
  "createdDateTime",
  "completedDateTime",
  "approvalId",
  "customData",
  "action",
  "principalId",
  "roleDefinitionId",
  "directoryScopeId",
  "appScopeId",
  "isValidationOnly",
  "targetScheduleId",
  "justification",
  "createdBy",
  "scheduleInfo",
  "ticketInfo",
];

/** The schedule behind `targetSchedule`. */
export function targetSchedule(tenant: Tenant, request: ScheduleRequest): Row | null {
  const row = tenant.schedules.byId(request.side, request.targetScheduleId ?? "");
  return row === null ? null : scheduleRow(row, tenant.clock.now());
}

/** The eligibility behind `activatedUsing`. */
export function activatedUsing(tenant: Tenant, request: ScheduleRequest): Row | null {
  const activation = tenant.schedules.byId(activeSideOf(request.side), request.targetScheduleId ?? "");
  const used = tenant.schedules.byId(eligibleSideOf(request.side), activation?.activatedUsing ?? "");
  return used === null ? null : scheduleRow(used, tenant.clock.now());
}

/** How the requests of one side are found and counted: in the order in which they were made. */
export function requestReads(
  tenant: Tenant,
  side: ScheduleRequest["side"],
): Pick<
  Collection<ScheduleRequest>,
  "candidates" | "descending" | "total" | "orderOf" | "orderable" | "ascendsBy"
> {
  const listed = () => tenant.requests.listed(side, tenant.clock.now());
  const ofOnePrincipal = (filter: Filter | null): ScheduleRequest[] | null => {
    const [principalId, ...others] = requiredValues(filter, "principalId") ?? [];
    if (principalId === undefined || others.length > 0) return null;
    return tenant.requests.ofPrincipal(side, principalId, tenant.clock.now());
  };
  return {
    candidates: (filter, after) => ofOnePrincipal(filter) ?? listed().after(after),
    descending: (filter, before) => ofOnePrincipal(filter)?.toReversed() ?? listed().before(before),
    total: () => listed().size,
    orderOf: (request) => request.order,
    orderable: ["createdDateTime"],
    ascendsBy: "createdDateTime",
  };
}

/** `roleAssignmentScheduleRequests` or `roleEligibilityScheduleRequests`. */
export function requestCollection(
  tenant: Tenant,
  side: RoleSide,
  pageSize: number,
): Collection<ScheduleRequest> {
  return {
    ...requestReads(tenant, side),
    path: `roleManagement/directory/${side === "assignment" ? "roleAssignment" : "roleEligibility"}ScheduleRequests`,
    toRow: requestRow,
    // What is said of who made a request is compared with that one's id.
    toFilterRow: (request) => ({ ...requestRow(request), createdBy: request.createdById }),
    filterable: side === "assignment" ? { ...FILTERABLE, id: ID, createdBy: SCOPE } : FILTERABLE,
    properties: PROPERTIES,
    defaultProperties: null,
    expands: {
      principal: (request, expand) => expandedObject(tenant, request.principalId, expand),
      roleDefinition: (request, expand) => expandedRole(tenant, request.roleDefinitionId, expand),
      directoryScope: (request, expand) => expandedScope(tenant, request.directoryScopeId, expand),
      appScope: (request, expand) => expandedScope(tenant, request.appScopeId, expand),
      targetSchedule: (request) => targetSchedule(tenant, request),
      ...(side === "assignment"
        ? { activatedUsing: (request: ScheduleRequest) => activatedUsing(tenant, request) }
        : {}),
    },
    maximumExpandCount: 6,
    pageSize,
    maximumPageSize: pageSize,
    isTopBeyondMaximumRefused: false,
    needsConsistencyLevel: false,
  };
}
