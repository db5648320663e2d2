import { randomUUID } from "node:crypto";
import type { ScheduleTimes } from "@standdown/domain";
import { sql } from "kysely";
import { ADVISORY_LOCKS, isoTime, tryLock, type Database } from "../database.ts";

/** A schedule whose time has come. */
export type DueSchedule = ScheduleTimes & { readonly id: string; readonly dueAt: string };

/** Schedules that are due, and whose tenant nobody reads: the longest due first. */
export async function listDueSchedules(database: Database, now: Date): Promise<readonly DueSchedule[]> {
  const { rows } = await sql<Omit<DueSchedule, "dueAt"> & { readonly due_at: Date }>`
    select s.id, s.every, s.time_zone as "timeZone", s.next_due_at as due_at from inventory_schedules s
    where s.ended_at is null and s.next_due_at <= ${now} and not exists (${readingOfTenant})
    order by s.next_due_at, s.id
  `.execute(database);
  return rows.map(({ due_at: dueAt, ...schedule }) => ({ ...schedule, dueAt: isoTime(dueAt) }));
}

/**
 * Starts the inventory that is due, and moves the schedule on, in one statement: however many try, a due time starts
 * one. Null: somebody else started it, or the tenant is being read; then the schedule stays due.
 */
export async function startScheduled(
  database: Database,
  { id, dueAt }: Pick<DueSchedule, "id" | "dueAt">,
  nextDueAt: string,
): Promise<{ readonly inventoryId: string } | null> {
  return await database.transaction().execute(async (unit) => {
    // Two schedules of one tenant start one after the other, so that the second sees the first one's reading.
    if (!(await tryLock(unit, ADVISORY_LOCKS.schedule))) return null;
    const { rows } = await sql<{ inventoryId: string }>`
      with started as (
        update inventory_schedules s set next_due_at = ${nextDueAt}
        where s.id = ${id} and s.next_due_at = ${dueAt} and s.ended_at is null and not exists (${readingOfTenant})
        returning s.id, s.tenant_id, s.name, s.emergency_access
      )
      insert into inventories (id, tenant_id, requested_by, schedule_id, emergency_access)
      select ${randomUUID()}::uuid, tenant_id, 'schedule ' || name, id, emergency_access from started
      returning id as "inventoryId"
    `.execute(unit);
    return rows[0] ?? null;
  });
}

const readingOfTenant = sql`
  select from inventories i where i.tenant_id = s.tenant_id and i.state = 'reading'
`;
