import { randomUUID } from "node:crypto";
import type { ScheduleTimes } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, json, type Database } from "../database.ts";
import { pageOf, readCursor, type Page, type PageRequest } from "../page.ts";

/** A new schedule of readings of a tenant. */
export type NewSchedule = ScheduleTimes & {
  readonly tenantId: string;
  readonly name: string;
  readonly emergencyAccess: readonly string[];
  readonly createdBy: string;
  readonly createdAt: string;
  readonly nextDueAt: string;
};

/** A schedule as people see it. */
export type ScheduleSummary = NewSchedule & {
  readonly id: string;
  /** The newest inventory that it started; null before the first. */
  readonly lastInventoryId: string | null;
};

type ScheduleRow = Omit<ScheduleSummary, "createdAt" | "nextDueAt"> & {
  readonly createdAt: Date;
  readonly nextDueAt: Date;
};

const COLUMNS = sql`
  s.id, s.tenant_id as "tenantId", s.name, s.every, s.time_zone as "timeZone",
  s.emergency_access as "emergencyAccess", s.created_by as "createdBy", s.created_at as "createdAt",
  s.next_due_at as "nextDueAt",
  (
    select i.id from inventories i where i.schedule_id = s.id order by i.created_at desc, i.id desc limit 1
  ) as "lastInventoryId"
`;

/** Stores a schedule; the first inventory is started when it is due. */
export async function createSchedule(database: Database, schedule: NewSchedule): Promise<ScheduleSummary> {
  const { rows } = await sql<ScheduleRow>`
    insert into inventory_schedules as s (
      id, tenant_id, name, every, time_zone, emergency_access, created_by, created_at, next_due_at
    )
    values (
      ${randomUUID()}, ${schedule.tenantId}, ${schedule.name}, ${schedule.every}, ${schedule.timeZone},
      ${json(schedule.emergencyAccess)}, ${schedule.createdBy}, ${schedule.createdAt}, ${schedule.nextDueAt}
    )
    returning ${COLUMNS}
  `.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error("a schedule was not created");
  return summaryOf(row);
}

/** The schedules that have not been ended, in the order in which they were made. Throws `CursorUnknown`. */
export async function listSchedules(
  database: Database,
  { cursor, limit }: PageRequest,
): Promise<Page<ScheduleSummary>> {
  const [afterAt = null, afterId = null] = readCursor(cursor, 2) ?? [];
  const { rows } = await sql<ScheduleRow>`
    select ${COLUMNS} from inventory_schedules s
    where s.ended_at is null
      and (${afterAt}::text is null or (s.created_at, s.id) > (${afterAt}::timestamptz, ${afterId}::uuid))
    order by s.created_at, s.id limit ${limit + 1}
  `.execute(database);
  return pageOf(rows, limit, (row) => [isoTime(row.createdAt), row.id], summaryOf);
}

/** Ends a schedule: it starts nothing more. Null: there is none of this id, or it was ended before. */
export async function endSchedule(
  database: Database,
  id: string,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<ScheduleSummary | null> {
  const { rows } = await sql<ScheduleRow>`
    update inventory_schedules s set ended_by = ${by}, ended_at = ${at}
    where s.id = ${id} and s.ended_at is null
    returning ${COLUMNS}
  `.execute(database);
  return rows[0] === undefined ? null : summaryOf(rows[0]);
}

function summaryOf(row: ScheduleRow): ScheduleSummary {
  return { ...row, createdAt: isoTime(row.createdAt), nextDueAt: isoTime(row.nextDueAt) };
}
