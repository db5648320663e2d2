import { sql } from "kysely";
import type { Unit } from "../database.ts";
import { isInSet, movedFact, type SetChange } from "./conversion-set.ts";

/**
 * Stops conversions: those that wait to begin become `skipped` with code `aborted`; those in the middle are told
 * to stop, and where no write is open they are due at once, to find out. What is on its way back stays where it is.
 */
export async function stop(unit: Unit, change: SetChange): Promise<void> {
  await sql`
    with picked as (
      select c.id, c.rollout_id, c.wave_position, c.state, c.direction from conversions c
      where ${isInSet(change)} and c.state in ('pending', 'queued', 'converting')
      order by c.id for update
    ),
    skipped as (
      update conversions c
      set state = 'skipped', outcome_code = 'aborted', ended_at = ${change.at}, lease_until = null,
        is_offered = false
      from picked p where p.id = c.id and p.state <> 'converting'
    ),
    told as (
      update conversions c
      set is_stopping = true, is_turning = false,
        due_at = case when c.has_open_step then c.due_at end,
        wait_reason = case when c.has_open_step then c.wait_reason end,
        wait_code = case when c.has_open_step then c.wait_code end,
        wait_until = case when c.has_open_step then c.wait_until end
      from picked p where p.id = c.id and p.state = 'converting'
    )
    insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
    select p.rollout_id, ${change.at}, ${change.actor}, p.wave_position, p.id, ${movedFact({
      from: sql`p.state`,
      to: sql`'skipped'::text`,
      direction: sql`p.direction`,
      code: "aborted",
    })}
    from picked p where p.state <> 'converting' order by p.id
  `.execute(unit);
}
