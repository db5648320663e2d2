import type { Collection } from "../odata/collection.ts";
import type { FilterRules } from "../odata/filter.ts";
import { requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import { ACCESS_IDS, accessOfRole, accessRoleId } from "../state/group-access.ts";
import type { RowFilter } from "../state/row-filter.ts";
import { ANY_ROW } from "../state/row-filter.ts";
import type { Schedule } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { expandedGroup, expandedObject } from "./directory-rows.ts";
import { assignmentInstanceRow, eligibilityInstanceRow, scheduleRow } from "./schedule-rows.ts";
import type { ScheduleKind } from "./schedules.ts";
import { isListed, scheduleCollectionBase } from "./schedules.ts";

/** The four collections of PIM for Groups that are made of schedules. */
export const GROUP_SCHEDULE_COLLECTIONS = [
  "assignmentSchedules",
  "assignmentScheduleInstances",
  "eligibilitySchedules",
  "eligibilityScheduleInstances",
] as const;

/** One of them. */
export type GroupScheduleCollectionName = (typeof GROUP_SCHEDULE_COLLECTIONS)[number];

/** Where PIM for Groups is. */
export const GROUP_PIM_PATH = "identityGovernance/privilegedAccess/group";

const GRANT: FilterRules = { accessId: ["eq"], groupId: ["eq"], principalId: ["eq"], memberType: ["eq"] };

/** What can be filtered is what Microsoft's pages on each resource say. */
const KINDS: Record<GroupScheduleCollectionName, ScheduleKind> = {
  assignmentSchedules: {
    side: "groupAssignment",
    hasFutureRows: true,
    toRow: scheduleRow,
    filterable: { ...GRANT, id: ["eq"], status: ["eq"], assignmentType: ["eq"] },
    hasActivatedUsing: true,
    hasRowsOfDeleted: true,
  },
  assignmentScheduleInstances: {
    side: "groupAssignment",
    hasFutureRows: false,
    toRow: assignmentInstanceRow,
    filterable: { ...GRANT, assignmentScheduleId: ["eq"], assignmentType: ["eq"] },
    hasActivatedUsing: true,
    hasRowsOfDeleted: true,
  },
  eligibilitySchedules: {
    side: "groupEligibility",
    hasFutureRows: true,
    toRow: scheduleRow,
    filterable: { ...GRANT, id: ["eq"], status: ["eq"] },
    hasActivatedUsing: false,
    hasRowsOfDeleted: true,
  },
  eligibilityScheduleInstances: {
    side: "groupEligibility",
    hasFutureRows: false,
    toRow: eligibilityInstanceRow,
    filterable: { ...GRANT, eligibilityScheduleId: ["eq"] },
    hasActivatedUsing: false,
    hasRowsOfDeleted: true,
  },
};

/** PIM knows nothing of a group that it has not taken in, unless that quirk strikes. */
function isShown(tenant: Tenant, kind: ScheduleKind, row: Schedule): boolean {
  const groupId = accessOfRole(row.roleDefinitionId)?.groupId ?? "";
  return (
    isListed(tenant, kind, row) &&
    (tenant.onboardedGroupIds.has(groupId) || tenant.quirks.strikes("notOnboardedListed", groupId))
  );
}

/** The rows that the indexes leave over for a filter, which names a group or a principal, in order. */
function* candidates(
  tenant: Tenant,
  name: GroupScheduleCollectionName,
  filter: Filter | null,
  after: number,
): Generator<Schedule> {
  const kind = KINDS[name];
  const list = `group/${name}`;
  const groupIds = requiredValues(filter, "groupId");
  const by: RowFilter = {
    ...ANY_ROW,
    principalIds: requiredValues(filter, "principalId"),
    roleDefinitionIds:
      groupIds?.flatMap((id) => ACCESS_IDS.map((accessId) => accessRoleId(id, accessId))) ?? null,
  };
  const rows = tenant.visible(list, kind.side, by, after);
  for (const row of rows) if (isShown(tenant, kind, row)) yield row;
}

/** A collection of schedules or instances under `identityGovernance/privilegedAccess/group`, by its name. */
export function groupScheduleCollection(
  tenant: Tenant,
  name: GroupScheduleCollectionName,
  pageSize: number,
): Collection<Schedule> {
  const kind = KINDS[name];
  const eligibilityOf = (row: Schedule): Schedule | null =>
    tenant.schedules.byId("groupEligibility", row.activatedUsing ?? "");
  const presentUsed = name === "assignmentSchedules" ? scheduleRow : eligibilityInstanceRow;
  return {
    ...scheduleCollectionBase(tenant, kind, pageSize),
    path: `${GROUP_PIM_PATH}/${name}`,
    candidates: (filter, after) => candidates(tenant, name, filter, after),
    expands: {
      principal: (row, expand) => expandedObject(tenant, row.principalId, expand),
      group: (row, expand) => expandedGroup(tenant, row.roleDefinitionId, expand),
      ...(kind.hasActivatedUsing
        ? {
            activatedUsing: (row: Schedule) => {
              const used = eligibilityOf(row);
              return used === null ? null : presentUsed(used, tenant.clock.now());
            },
          }
        : {}),
    },
    maximumExpandCount: 3,
  };
}

/** A row by the id that the collection's rows have; null when lists do not show it. */
export function findGroupScheduleRow(
  tenant: Tenant,
  name: GroupScheduleCollectionName,
  id: string,
): Schedule | null {
  const kind = KINDS[name];
  const row = kind.hasFutureRows
    ? tenant.schedules.byId(kind.side, id)
    : tenant.schedules.byInstanceId(kind.side, id);
  return row !== null && isShown(tenant, kind, row) ? row : null;
}
