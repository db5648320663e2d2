import { sql } from "kysely";
import type { Unit } from "../database.ts";
import { isInSet, movedFact, type SetChange } from "./conversion-set.ts";

/**
 * Turns conversions back.
 * `reopen`: what ended `converted`, `removed`, `failed` or `quarantined`, was skipped after it had begun, or waits to be tried
 *   again after that, becomes `pending` on the way back, its steps of that way not begun.
 * `turn`: what is in the middle and nobody's goes back from where it is; an open write is settled first.
 * `later`: what somebody works on is marked; it turns in the statement that ends that claim (`save-conversion.ts`,
 *   `sweep-leases.ts`), and begins no other write until then.
 */
export async function rollBack(unit: Unit, change: SetChange): Promise<void> {
  await sql`
    with picked as (
      select c.id, c.rollout_id, c.wave_position, c.state,
        case
          when c.state <> 'converting' then 'reopen'
          when c.lease_until > now() and not c.is_offered then 'later'
          else 'turn'
        end as how
      from conversions c
      where ${isInSet(change)} and (
        c.state in ('converted', 'removed', 'failed', 'quarantined')
        or (c.state = 'skipped' and c.has_begun)
        or (c.state in ('pending', 'queued') and c.has_begun and c.direction = 'forward')
        or (c.state = 'converting' and (c.direction = 'forward' or c.is_stopping))
      )
      order by c.id for update
    ),
    reopened as (
      update conversions c
      set state = 'pending', direction = 'back', is_stopping = false, lease_until = null, is_offered = false,
        outcome_code = null, outcome_detail = null, ended_at = null,
        has_open_step = exists (
          select 1 from steps s
          where s.conversion_id = c.id and s.name in ('grant', 'remove') and s.state in ('intended', 'unknown')
        )
      from picked p where p.id = c.id and p.how = 'reopen'
    ),
    forgotten as (
      delete from steps s using picked p
      where p.id = s.conversion_id and p.how = 'reopen' and s.name in ('restore', 'revoke')
    ),
    turned as (
      update conversions c
      set direction = 'back', is_stopping = false, due_at = null, wait_reason = null, wait_code = null, wait_until = null
      from picked p where p.id = c.id and p.how = 'turn'
    ),
    marked as (
      update conversions c set is_turning = true, is_stopping = false
      from picked p where p.id = c.id and p.how = 'later'
    )
    insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
    select p.rollout_id, ${change.at}, ${change.actor}, p.wave_position, p.id, ${movedFact({
      from: sql`p.state`,
      to: sql`case p.how when 'turn' then 'converting' else 'pending' end`,
      direction: sql`'back'::text`,
      code: null,
    })}
    from picked p where p.how <> 'later' order by p.id
  `.execute(unit);
}
