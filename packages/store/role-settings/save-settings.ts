import {
  isWriteOpen,
  settingsFacts,
  type SettingsWants,
  type SettingsWork,
  type WaitReason,
} from "@standdown/domain";
import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { isThrottled } from "../conversion/throttle-tenant.ts";
import { json, type Database } from "../database.ts";
import { wantedSettings } from "./wanted-settings.ts";

/** The whole change of the settings of one role at one time. */
export type SettingsSave = {
  readonly at: string;
  /** As its owner has it, and as it is from now on. */
  readonly from: SettingsWork;
  readonly to: SettingsWork;
  /** Ends the claim until then. */
  readonly putOff: {
    readonly until: string;
    readonly reason: WaitReason;
    readonly code: string | null;
  } | null;
  /** Ends the claim: at rest in the state of `to`. */
  readonly end: { readonly code: string | null; readonly detail: string | null } | null;
  /** A write comes next, for this: refused with `held` where it is not wanted any more, or a hold keeps it back. */
  readonly intends: SettingsWants | null;
};

/**
 * Saves a change of a role's settings with its ledger entries in one statement, which proves the claim. Its results:
 *   `saved`: all of it.
 *   `held`: a write was to come, and something else is wanted by now, or a hold keeps it back, or the tenant asked to be
 *     left alone; nothing is written, the claim stays.
 *   `lost`: another fence, or the lease ran out; nothing is written.
 */
export async function saveSettings(
  database: Database,
  claim: Claim,
  save: SettingsSave,
): Promise<"saved" | "lost" | "held"> {
  const { at, from, to, putOff, end, intends } = save;
  const goesOn = putOff === null && end === null;
  const isAtRest = to.state !== "pending" && to.state !== "changing";
  const { rows } = await sql<{ result: "saved" | "lost" | "held" }>`
    with owned as (
      select s.id from role_settings_changes s
      where s.id = ${claim.id} and s.fence = ${claim.fence} and not s.is_offered and s.lease_until > now()
      for update
    ),
    wanted as (
      select s.id, s.goal is not distinct from ${intends?.direction ?? null}::text
        and s.is_mute_wanted is not distinct from ${intends?.isMuted ?? null}::boolean
        and s.is_due and not s.is_stopped_outright and not ${isThrottled("s")} as may_write
      from (${wantedSettings}) as s join owned on owned.id = s.id
      where ${intends !== null}::boolean
    ),
    target as (
      select o.id from owned o left join wanted on wanted.id = o.id
      where ${intends === null}::boolean or wanted.may_write
    ),
    saved as (
      update role_settings_changes s
      set state = ${to.state}, direction = ${to.direction}, written_rules = ${to.writtenRules}::text[],
        is_muted = ${to.isMuted}, write = ${to.write === null ? null : json(to.write)},
        has_open_write = ${isWriteOpen(to)}, agreement = ${to.agreement === null ? null : json(to.agreement)},
        given_up = ${to.givenUp === null ? null : json(to.givenUp)}, read_at = ${to.readAt}::timestamptz,
        conflicts = ${json(to.conflicts)},
        check_wanted_at = case when ${end === null}::boolean then s.check_wanted_at end,
        is_stopping = s.is_stopping and ${!isAtRest}::boolean,
        lease_until = case when ${goesOn}::boolean then s.lease_until end,
        due_at = ${putOff?.until ?? null}::timestamptz, wait_reason = ${putOff?.reason ?? null}::text,
        wait_code = ${putOff?.code ?? null}::text, wait_until = ${putOff?.until ?? null}::timestamptz,
        outcome_code = case when ${end !== null}::boolean then ${end?.code ?? null}::text else s.outcome_code end,
        outcome_detail = case
          when ${end !== null}::boolean then ${end?.detail ?? null}::text else s.outcome_detail
        end,
        ended_at = case when ${isAtRest}::boolean then coalesce(s.ended_at, ${at}::timestamptz) end
      from target t where t.id = s.id
      returning s.id, s.rollout_id, s.wave_position
    ),
    told as (
      insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
      select saved.rollout_id, ${at}, 'standdown', saved.wave_position, null, document
      from saved cross join jsonb_array_elements(${json(settingsFacts(from, to, end))})
        with ordinality as listed (document, place)
      order by place
    )
    select case
      when exists (select 1 from saved) then 'saved' when exists (select 1 from owned) then 'held' else 'lost'
    end as result
  `.execute(database);
  return rows[0]?.result ?? "lost";
}
