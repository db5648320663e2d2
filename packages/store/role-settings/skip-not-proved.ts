import { sql } from "kysely";
import type { Database } from "../database.ts";
import { movedFact } from "../rollout-change/conversion-set.ts";

/**
 * Conversions that wait to begin in a wave that runs, of a role whose settings could not be proved, become `skipped` with
 * code `roleSettingsNotProved`, each with its ledger entry; answers how many. Asking once too often changes nothing.
 */
export async function skipNotProved(database: Database, rolloutId: string): Promise<number> {
  const { rows } = await sql<{ skipped: number }>`
    with picked as (
      select c.id, c.rollout_id, c.wave_position, c.state, c.direction
      from role_settings_changes s
      join rollouts r on r.id = s.rollout_id and r.state = 'running' and r.direction = 'forward'
      join waves w on w.rollout_id = s.rollout_id and w.state = 'running' and w.direction = 'forward'
      join conversions c on c.rollout_id = s.rollout_id and c.role_definition_id = s.role_definition_id
        and c.wave_position = w.position and c.direction = 'forward' and c.state in ('pending', 'queued')
      where s.rollout_id = ${rolloutId} and s.state in ('failed', 'quarantined')
      order by c.id for update of c
    ),
    skipped as (
      update conversions c
      set state = 'skipped', outcome_code = 'roleSettingsNotProved', ended_at = now(), lease_until = null,
        is_offered = false
      from picked p where p.id = c.id
    ),
    told as (
      insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
      select p.rollout_id, now(), 'standdown', p.wave_position, p.id, ${movedFact({
        from: sql`p.state`,
        to: sql`'skipped'::text`,
        direction: sql`p.direction`,
        code: "roleSettingsNotProved",
      })}
      from picked p order by p.id
    )
    select count(*)::integer as skipped from picked
  `.execute(database);
  return rows[0]?.skipped ?? 0;
}
