import type { SettingsWants, SettingsWork } from "@standdown/domain";
import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, type Database } from "../database.ts";
import { settingsWorkOf, type ClaimedSettingsRow } from "./settings-row.ts";
import { wantedSettings } from "./wanted-settings.ts";

/**
 * Takes a change of a role's settings that was given out, in one statement. Its results:
 *   the work and what is wanted of it: the claim has a new lease. What is to be applied or undone is `changing` now, and
 *     the ledger says so; what is kept as it is stays `applied`.
 *   null: the fence is old, the lease ran out, or somebody claimed it already, and nothing is written; or there is
 *     nothing to do any more, and it is given back.
 */
export async function claimSettings(
  database: Database,
  claim: Claim,
  leaseMs: number,
): Promise<{ readonly work: SettingsWork; readonly wants: SettingsWants } | null> {
  const { rows } = await sql<ClaimedSettingsRow>`
    with owned as (
      select s.id from role_settings_changes s
      where s.id = ${claim.id} and s.fence = ${claim.fence} and s.is_offered and s.lease_until > now()
      for update
    ),
    offered as (
      select s.id, s.state, s.goal, s.is_mute_wanted, s.needed_by, s.is_due and s.goal is not null as may_go,
        s.state <> 'applied' or s.goal = 'back' as changes
      from (${wantedSettings}) as s join owned on owned.id = s.id
    ),
    claimed as (
      update role_settings_changes s
      set is_offered = false, lease_until = case when o.may_go then ${fromNow(leaseMs)} end,
        state = case when o.may_go and o.changes then 'changing' else s.state end,
        direction = case when o.may_go and o.changes then o.goal else s.direction end,
        agreement = case when s.state = 'changing' or not o.changes then s.agreement end,
        due_at = null, wait_reason = null, wait_code = null, wait_until = null,
        outcome_code = case when not (o.may_go and o.changes) then s.outcome_code end,
        outcome_detail = case when not (o.may_go and o.changes) then s.outcome_detail end,
        ended_at = case when not (o.may_go and o.changes) then s.ended_at end
      from offered o where o.id = s.id
      returning s.*, o.goal, o.is_mute_wanted, o.needed_by, o.may_go
    ),
    told as (
      insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
      select c.rollout_id, now(), 'standdown', c.wave_position, null, jsonb_build_object(
        'kind', 'roleSettings.stateChanged', 'changeId', c.id, 'roleDefinitionId', c.role_definition_id,
        'from', o.state, 'to', 'changing', 'direction', o.goal, 'code', null, 'detail', null
      )
      from claimed c join offered o on o.id = c.id
      where o.may_go and o.changes and o.state <> 'changing'
    )
    select * from claimed where may_go
  `.execute(database);
  const [row] = rows;
  return row === undefined ? null : settingsWorkOf(row);
}
