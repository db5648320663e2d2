import { sql } from "kysely";
import type { Unit } from "../database.ts";
import { isInSet, movedFact, type SetChange } from "./conversion-set.ts";

/** Conversions that wait to begin, and of which no step was ever begun, become `skipped` with code `rolledBack`. */
export async function skipNotBegun(unit: Unit, change: SetChange): Promise<void> {
  await sql`
    with picked as (
      select c.id, c.rollout_id, c.wave_position, c.state, c.direction from conversions c
      where ${isInSet(change)} and c.state in ('pending', 'queued') and c.direction = 'forward'
        and not c.has_begun
      order by c.id for update
    ),
    skipped as (
      update conversions c
      set state = 'skipped', outcome_code = 'rolledBack', ended_at = ${change.at}, lease_until = null,
        is_offered = false
      from picked p where p.id = c.id
    )
    insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
    select p.rollout_id, ${change.at}, ${change.actor}, p.wave_position, p.id, ${movedFact({
      from: sql`p.state`,
      to: sql`'skipped'::text`,
      direction: sql`p.direction`,
      code: "rolledBack",
    })}
    from picked p order by p.id
  `.execute(unit);
}
