import { sql } from "kysely";
import { ADVISORY_LOCKS, fromNow, tryLock, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";
import { holdApplies } from "../rollout/hold-applies.ts";
import { isThrottled } from "./throttle-tenant.ts";

/**
 * Gives out conversions, each with a new fence and a lease; answers them. Empty: nothing is due, or somebody else
 * refills (only one does at a time, so that what is counted here stays true until it is written).
 *
 * `put_off`: those in the middle whose time has come. A hold keeps back the ones that would begin something new; an
 *   open write is settled even under a hold, and one that is stopping begins nothing.
 * `lane`: one wave in one direction. Forward only while rollout and wave run forward; back
 *   always, since undoing is asked for one by one. No lane under a hold, none while the tenant is throttled.
 * `free`: the wave's concurrency less what is in flight. A lane offers that many, one for each principal, none whose
 *   principal is in flight anywhere in the tenant. Waves take turns, so that a large one does not starve a small one.
 * Due times and throttles are compared with `now`, the clock that wrote them; leases with the database's own.
 */
export async function refillWindow(
  database: Database,
  options: { readonly limit: number; readonly leaseMs: number; readonly now: Date },
): Promise<readonly Claim[]> {
  const { limit, leaseMs, now } = options;
  return await database.transaction().execute(async (unit) => {
    if (!(await tryLock(unit, ADVISORY_LOCKS.refill))) return [];
    const { rows } = await sql<Claim>`
      with put_off as (
        select c.id from conversions c
        where c.state = 'converting' and c.lease_until is null and (c.due_at is null or c.due_at <= ${now})
          and (c.has_open_step or c.is_stopping or not ${holdApplies("c")})
          and not ${isThrottled("c", sql`${now}`)}
        order by c.due_at nulls first, c.id limit ${limit}
        for update skip locked
      ),
      lane as materialized (
        select r.tenant_id, w.rollout_id, w.position as wave_position, way.direction, w.mutes_assignment_mails,
          w.concurrency_max - (
            select count(*) from conversions f
            where f.rollout_id = w.rollout_id and f.wave_position = w.position
              and f.state in ('queued', 'converting')
          ) as free
        from waves w
        join rollouts r on r.id = w.rollout_id and r.state not in ('compiling', 'planned', 'approved')
        cross join (values ('forward'), ('back')) as way (direction)
        where (
            way.direction = 'back'
            or (w.state = 'running' and w.direction = 'forward' and r.state = 'running' and r.direction = 'forward')
          )
          and not ${isThrottled("r", sql`${now}`)}
      ),
      candidate as (
        select lane.tenant_id, lane.rollout_id, lane.wave_position, lane.free, found.*
        from lane cross join lateral (
          select c.id, c.principal_id, c.entry_position from conversions c
          where c.rollout_id = lane.rollout_id and c.wave_position = lane.wave_position
            and c.direction = lane.direction and c.state = 'pending'
            and not exists (
              select 1 from conversions f
              where f.tenant_id = lane.tenant_id and f.principal_id = c.principal_id
                and f.state in ('queued', 'converting')
            )
            and not exists (
              select 1 from conversions e
              where e.rollout_id = c.rollout_id and e.wave_position = c.wave_position
                and e.principal_id = c.principal_id and e.direction = c.direction
                and e.entry_position < c.entry_position and e.state = 'pending'
            )
            and (c.direction = 'back' or not exists (
              select 1 from role_settings_changes s
              where s.rollout_id = c.rollout_id and s.role_definition_id = c.role_definition_id
                and (s.state <> 'applied' or s.has_open_write or (lane.mutes_assignment_mails and not s.is_muted))
            ))
          order by c.entry_position limit greatest(lane.free, 0)
        ) as found
        where not ${holdApplies("lane")}
      ),
      of_principal as (
        select distinct on (tenant_id, principal_id) * from candidate
        order by tenant_id, principal_id, entry_position, id
      ),
      placed as (
        select id, free, row_number() over (partition by rollout_id, wave_position order by entry_position)
          as place
        from of_principal
      ),
      new_one as (
        select c.id from placed join conversions c on c.id = placed.id
        where placed.place <= placed.free and c.state = 'pending'
        order by placed.place, c.id
        limit greatest(${limit}::bigint - (select count(*) from put_off), 0)
        for update of c skip locked
      )
      update conversions c
      set state = case c.state when 'pending' then 'queued' else c.state end, fence = c.fence + 1,
        lease_until = ${fromNow(leaseMs)}, is_offered = true
      from (select id from put_off union all select id from new_one) as given where given.id = c.id
      returning c.id, c.fence
    `.execute(unit);
    return rows;
  });
}
