import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Gives back what was leased and not renewed, in one statement; answers how many. `queued` becomes `pending` again;
 * `converting` stays in the middle, due at once, with a new fence, so that a worker that comes to life again can't
 * write. Where it was claimed, its owner was lost, and that is counted. One that was told to turn back turns.
 */
export async function sweepLeases(database: Database): Promise<number> {
  const { rows } = await sql<{ swept: number }>`
    with expired as (
      select c.id, c.state, c.is_turning from conversions c
      where c.state in ('queued', 'converting') and c.lease_until <= now()
      order by c.id for update skip locked
    ),
    swept as (
      update conversions c
      set state = case e.state when 'queued' then 'pending' else e.state end,
        fence = c.fence + 1, lease_until = null,
        crash_count = c.crash_count + case when c.is_offered then 0 else 1 end,
        is_offered = false, is_turning = false,
        direction = case when e.is_turning then 'back' else c.direction end
      from expired e where e.id = c.id
      returning c.id, c.rollout_id, c.wave_position, e.is_turning as turned
    ),
    told as (
      insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
      select s.rollout_id, now(), 'standdown', s.wave_position, s.id, jsonb_build_object(
        'kind', 'conversion.stateChanged', 'from', 'converting', 'to', 'converting', 'direction', 'back',
        'code', null, 'detail', null
      )
      from swept s where s.turned order by s.id
    )
    select count(*)::integer as swept from swept
  `.execute(database);
  return rows[0]?.swept ?? 0;
}
