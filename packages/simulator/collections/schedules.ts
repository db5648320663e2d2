import { isGuid } from "../ids.ts";
import type { Collection } from "../odata/collection.ts";
import type { FilterRules, Row } from "../odata/filter.ts";
import { requiredTexts, requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { Expand } from "../odata/query.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { Schedule, Side } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { expandedObject } from "./directory-rows.ts";
import { expandedRole } from "./role-definitions.ts";
import {
  assignmentInstanceRow,
  eligibilityInstanceRow,
  roleAssignmentRow,
  scheduleRow,
} from "./schedule-rows.ts";
import { expandedScope } from "./scope.ts";

/** The five collections that are made of schedules. */
export const SCHEDULE_COLLECTIONS = [
  "roleAssignments",
  "roleAssignmentSchedules",
  "roleAssignmentScheduleInstances",
  "roleEligibilitySchedules",
  "roleEligibilityScheduleInstances",
] as const;

/** One of them. */
export type ScheduleCollectionName = (typeof SCHEDULE_COLLECTIONS)[number];

/** What differs between one collection of schedules and another. */
export interface ScheduleKind {
  readonly side: Side;
  /** Whether rows whose start lies in the future belong to it. */
  readonly hasFutureRows: boolean;
  readonly toRow: (row: Schedule, now: number) => Row;
  readonly filterable: FilterRules;
  readonly hasActivatedUsing: boolean;
  /** PIM shows rows of principals that were deleted for some days more. */
  readonly hasRowsOfDeleted: boolean;
}

const ID = ["eq", "ne"] as const;
const SCOPE = ["eq", "ne", "null"] as const;
const GRANT: FilterRules = {
  principalId: ID,
  roleDefinitionId: ID,
  directoryScopeId: SCOPE,
  appScopeId: SCOPE,
};
const PLAIN = ["eq", "in"] as const;

/** What can be filtered is what Microsoft's pages on each resource say. */
const KINDS: Record<ScheduleCollectionName, ScheduleKind> = {
  roleAssignments: {
    side: "assignment",
    hasFutureRows: false,
    toRow: roleAssignmentRow,
    filterable: {
      roleDefinitionId: PLAIN,
      principalId: PLAIN,
      directoryScopeId: PLAIN,
      appScopeId: PLAIN,
    },
    hasActivatedUsing: false,
    hasRowsOfDeleted: false,
  },
  roleAssignmentSchedules: {
    side: "assignment",
    hasFutureRows: true,
    toRow: scheduleRow,
    filterable: {
      ...GRANT,
      id: ["eq"],
      status: ID,
      assignmentType: ID,
      memberType: ID,
      createdUsing: SCOPE,
    },
    hasActivatedUsing: true,
    hasRowsOfDeleted: true,
  },
  roleAssignmentScheduleInstances: {
    side: "assignment",
    hasFutureRows: false,
    toRow: assignmentInstanceRow,
    filterable: {
      ...GRANT,
      roleAssignmentScheduleId: ID,
      roleAssignmentOriginId: ID,
      assignmentType: ID,
      memberType: ID,
    },
    hasActivatedUsing: true,
    hasRowsOfDeleted: true,
  },
  roleEligibilitySchedules: {
    side: "eligibility",
    hasFutureRows: true,
    toRow: scheduleRow,
    filterable: { ...GRANT, id: ["eq"], status: ID, memberType: ID, createdUsing: SCOPE },
    hasActivatedUsing: false,
    hasRowsOfDeleted: true,
  },
  roleEligibilityScheduleInstances: {
    side: "eligibility",
    hasFutureRows: false,
    toRow: eligibilityInstanceRow,
    filterable: { ...GRANT, memberType: ID, roleEligibilityScheduleId: ID },
    hasActivatedUsing: false,
    hasRowsOfDeleted: true,
  },
};

const SAMPLE: Schedule = {
  order: 0,
  side: "assignment",
  id: "",
  instanceId: "",
  principalId: "",
  roleDefinitionId: "",
  directoryScopeId: "/",
  appScopeId: null,
  origin: "pim",
  assignmentType: "Assigned",
  memberType: "Direct",
  listing: "usual",
  createdAt: 0,
  modifiedAt: null,
  startAt: 0,
  endAt: null,
  isInForce: true,
  activatedUsing: null,
  storedAt: 0,
};

const SAMPLE_ROLES: Readonly<Record<Side, string>> = {
  assignment: "",
  eligibility: "",
  groupAssignment: accessRoleId("", "member"),
  groupEligibility: accessRoleId("", "member"),
};

/** Under which property a collection's rows name their schedule, and their instance. */
const ID_NAMES = {
  roleAssignments: { schedule: [], instance: [] },
  roleAssignmentSchedules: { schedule: ["id"], instance: [] },
  roleAssignmentScheduleInstances: {
    schedule: ["roleAssignmentScheduleId"],
    instance: ["roleAssignmentOriginId"],
  },
  roleEligibilitySchedules: { schedule: ["id"], instance: [] },
  roleEligibilityScheduleInstances: { schedule: ["roleEligibilityScheduleId"], instance: [] },
} as const satisfies Record<
  ScheduleCollectionName,
  Readonly<Record<"schedule" | "instance", readonly string[]>>
>;

/** Ids that a filter names: as written, and those that are GUIDs in the case in which they are stored. */
function namedIds(filter: Filter | null, properties: readonly string[]): readonly string[] | null {
  const texts = properties.map((property) => requiredTexts(filter, property)).find((found) => found !== null);
  if (texts === undefined) return null;
  return [...new Set(texts.map((text) => (isGuid(text) ? text.toLowerCase() : text)))];
}

/** The rows that the indexes leave over for a filter, as lists show them now. */
function* candidates(
  tenant: Tenant,
  name: ScheduleCollectionName,
  filter: Filter | null,
  after: number,
): Generator<Schedule> {
  const kind = KINDS[name];
  const by = {
    principalIds: requiredValues(filter, "principalId"),
    roleDefinitionIds: requiredValues(filter, "roleDefinitionId"),
    directoryScopeIds: requiredTexts(filter, "directoryScopeId"),
    scheduleIds: namedIds(filter, ID_NAMES[name].schedule),
    instanceIds: namedIds(filter, ID_NAMES[name].instance),
  };
  const rows = tenant.visible(name, kind.side, by, after);
  for (const row of rows) if (isListedBy(tenant, name, row)) yield row;
}

/** Whether a list of role schedules has this row now. */
function isListedBy(tenant: Tenant, name: ScheduleCollectionName, row: Schedule): boolean {
  return isListed(tenant, KINDS[name], row) && !isForgotten(tenant, name, row);
}

/** Whether a collection of this kind has the row now. */
export function isListed(tenant: Tenant, kind: ScheduleKind, row: Schedule): boolean {
  return (kind.hasFutureRows || row.isInForce) && isOnSurface(tenant, kind, row);
}

function isOnSurface(tenant: Tenant, { hasRowsOfDeleted }: ScheduleKind, row: Schedule): boolean {
  switch (row.listing) {
    case "usual":
      return hasRowsOfDeleted || tenant.directory.isPrincipal(row.principalId);
    case "always":
      return true;
    case "pimOnly":
      return hasRowsOfDeleted;
    case "roleAssignmentsOnly":
      return !hasRowsOfDeleted;
  }
}

/** How many rows a collection of PIM has; null where they have to be counted. */
function total(tenant: Tenant, kind: ScheduleKind): number | null {
  const counts = tenant.countVisible(kind.side);
  if (counts === null || !kind.hasRowsOfDeleted || tenant.hasUnusualListings) return null;
  return kind.hasFutureRows ? counts.all : counts.inForce;
}

/** A row that the lists disagree about is missing in one of the two. */
function isForgotten(tenant: Tenant, name: ScheduleCollectionName, row: Schedule): boolean {
  if (name !== "roleAssignments" && name !== "roleAssignmentScheduleInstances") return false;
  const half = tenant.quirks.lasting("listsDisagree", row.id);
  return half !== null && half < 0.5 === (name === "roleAssignments");
}

/** The eligibility that an activation uses, in the shape that the collection's own rows have. */
function activatedUsing(tenant: Tenant, name: ScheduleCollectionName, row: Schedule): Row | null {
  const used = row.activatedUsing === null ? null : tenant.schedules.byId("eligibility", row.activatedUsing);
  if (used === null) return null;
  return name === "roleAssignmentSchedules"
    ? scheduleRow(used, tenant.clock.now())
    : eligibilityInstanceRow(used);
}

/** All of a collection of schedules but which rows it has and what can be expanded. */
export function scheduleCollectionBase(
  tenant: Tenant,
  kind: ScheduleKind,
  pageSize: number,
): Omit<Collection<Schedule>, "path" | "candidates" | "expands" | "maximumExpandCount"> {
  return {
    orderOf: (row) => row.order,
    toRow: (row) => kind.toRow(row, tenant.clock.now()),
    filterable: kind.filterable,
    properties: Object.keys(
      kind.toRow({ ...SAMPLE, roleDefinitionId: SAMPLE_ROLES[kind.side], side: kind.side }, 0),
    ),
    defaultProperties: null,
    pageSize,
    maximumPageSize: pageSize,
    isTopBeyondMaximumRefused: false,
    needsConsistencyLevel: false,
    orderable: [],
  };
}

/** A collection under `roleManagement/directory`, by its name. */
export function scheduleCollection(
  tenant: Tenant,
  name: ScheduleCollectionName,
  pageSize: number,
): Collection<Schedule> {
  const kind = KINDS[name];
  const base = scheduleCollectionBase(tenant, kind, pageSize);
  return {
    ...base,
    path: `roleManagement/directory/${name}`,
    candidates: (filter, after) => candidates(tenant, name, filter, after),
    properties: [...base.properties, "appScopeId"],
    total: () => total(tenant, kind),
    expands: {
      principal: (row, expand) => expandedObject(tenant, row.principalId, expand),
      roleDefinition: (row, expand) => expandedRole(tenant, row.roleDefinitionId, expand),
      directoryScope: (row, expand: Expand) => expandedScope(tenant, row.directoryScopeId, expand),
      appScope: (row, expand: Expand) => expandedScope(tenant, row.appScopeId, expand),
      ...(kind.hasActivatedUsing
        ? { activatedUsing: (row: Schedule) => activatedUsing(tenant, name, row) }
        : {}),
    },
    // Of plain role assignments only one navigation can be expanded at a time.
    maximumExpandCount: name === "roleAssignments" ? 1 : 5,
  };
}

/** A row by the id that the collection's rows have; null when lists do not show it. */
export function findScheduleRow(tenant: Tenant, name: ScheduleCollectionName, id: string): Schedule | null {
  const kind = KINDS[name];
  const isSchedule = name === "roleAssignmentSchedules" || name === "roleEligibilitySchedules";
  const row = isSchedule
    ? tenant.schedules.byId(kind.side, id)
    : tenant.schedules.byInstanceId(kind.side, id);
  return row !== null && isListedBy(tenant, name, row) ? row : null;
}
