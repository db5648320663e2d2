import type { Conversion } from "@standdown/domain";
import { sql } from "kysely";
import { fromNow, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";
import { holdApplies } from "../rollout/hold-applies.ts";
import { isThrottled } from "./throttle-tenant.ts";
import { conversionOf, type ConversionRow } from "./conversion-row.ts";

/**
 * Takes a conversion that was given out, in one statement. Its results:
 *   the conversion: it is `converting`, with a new lease. A `queued` one began now, and the ledger says so.
 *   null: the fence is old, the lease ran out, somebody claimed it already, or it is none of ours; nothing is
 *     written. Or a hold applies, its tenant asked to be left alone, or its rollout or wave no longer runs: a
 *     `queued` one goes back to `pending`.
 * What is in the middle is claimed under a hold too: its open write must be settled.
 */
export async function claimConversion(
  database: Database,
  claim: Claim,
  leaseMs: number,
): Promise<Conversion | null> {
  const { rows } = await sql<ConversionRow>`
    with offered as (
      select c.id, c.state, c.direction, (
        c.state = 'converting'
        or (
          (
            c.direction = 'back'
            or (r.state = 'running' and r.direction = 'forward' and w.state = 'running' and w.direction = 'forward')
          )
          and not ${holdApplies("c")}
          and not ${isThrottled("c")}
        )
      ) as may_go
      from conversions c
      join rollouts r on r.id = c.rollout_id
      join waves w on w.rollout_id = c.rollout_id and w.position = c.wave_position
      where c.id = ${claim.id} and c.fence = ${claim.fence} and c.is_offered and c.lease_until > now()
        and c.state in ('queued', 'converting')
      for update of c
    ),
    claimed as (
      update conversions c
      set state = case when o.may_go then 'converting' else 'pending' end,
        lease_until = case when o.may_go then ${fromNow(leaseMs)} end,
        is_offered = false, due_at = null, wait_reason = null, wait_code = null, wait_until = null,
        started_at = case when o.may_go then coalesce(c.started_at, now()) else c.started_at end
      from offered o where o.id = c.id
      returning c.*, o.may_go
    ),
    told as (
      insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
      select c.rollout_id, now(), 'standdown', c.wave_position, c.id, jsonb_build_object(
        'kind', 'conversion.stateChanged', 'from', 'pending', 'to', 'converting', 'direction', o.direction,
        'code', null, 'detail', null
      )
      from claimed c join offered o on o.id = c.id where o.may_go and o.state = 'queued'
    )
    select c.id, c.rollout_id, c.tenant_id, c.wave_position, c.principal_id, c.role_definition_id,
      c.directory_scope_id, c.app_scope_id, c.disposition, c.state, c.direction, c.made_schedule_ids, c.is_stopping,
      e.before_image, w.justification, r.manifest,
      (select jsonb_agg(s.document) from steps s where s.conversion_id = c.id) as steps
    from claimed c
    join manifest_entries e on e.rollout_id = c.rollout_id and e.position = c.entry_position
    join waves w on w.rollout_id = c.rollout_id and w.position = c.wave_position
    join rollouts r on r.id = c.rollout_id
    where c.may_go
  `.execute(database);
  const [row] = rows;
  return row === undefined ? null : conversionOf(row);
}
