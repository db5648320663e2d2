import type { ConversionsChange } from "@standdown/domain";
import { sql, type RawBuilder } from "kysely";
import type { Unit } from "../database.ts";
import type { SetChange } from "../rollout-change/conversion-set.ts";

/** Changes the settings of the roles whose conversions change as a set, with a ledger entry for each that moved. */
export type SettingsOperation = (unit: Unit, change: SetChange) => Promise<void>;

/**
 * What a command that changes conversions makes of the settings of their roles; whether they are applied or undone is
 * told by the conversions themselves (`wanted-settings.ts`).
 * `stop`: not begun become `skipped` (code `aborted`), those in the middle are told to stop.
 * `skipNotBegun`, `rollBack`: of which nothing was written become `skipped` (code `rolledBack`).
 * `retry`: `failed`, `quarantined` and what a stop skipped become `pending` again, with all attempts before them.
 */
export const SETTINGS_OPERATIONS: Readonly<Record<ConversionsChange["kind"], SettingsOperation>> = {
  stop: async (unit, change) => {
    await skip(unit, change, sql`s.state = 'pending'`, "aborted");
    await sql`
      update role_settings_changes s
      set is_stopping = true,
        due_at = case when s.has_open_write then s.due_at end,
        wait_reason = case when s.has_open_write then s.wait_reason end,
        wait_code = case when s.has_open_write then s.wait_code end,
        wait_until = case when s.has_open_write then s.wait_until end
      where ${isInWave(change)} and s.state = 'changing'
    `.execute(unit);
  },
  skipNotBegun: async (unit, change) => {
    await skip(unit, change, sql`s.state = 'pending' and ${NOTHING_WRITTEN}`, "rolledBack");
  },
  rollBack: async (unit, change) => {
    await skip(unit, change, sql`s.state in ('failed', 'quarantined') and ${NOTHING_WRITTEN}`, "rolledBack");
  },
  retry,
};

const NOTHING_WRITTEN = sql`s.written_rules = '{}' and not s.is_muted and not s.has_open_write`;

/** Of the whole rollout, or of the roles that go first in one wave; no single conversion has settings of its own. */
function isInWave({ rolloutId, wavePosition, conversionId }: SetChange): RawBuilder<boolean> {
  return sql<boolean>`(
    s.rollout_id = ${rolloutId} and ${conversionId === null}::boolean
    and (${wavePosition}::integer is null or s.wave_position = ${wavePosition}::integer)
  )`;
}

async function skip(
  unit: Unit,
  change: SetChange,
  which: RawBuilder<unknown>,
  code: "aborted" | "rolledBack",
): Promise<void> {
  await sql`
    with picked as (
      select s.id, s.state from role_settings_changes s
      where ${isInWave(change)} and ${which} order by s.id for update
    ),
    skipped as (
      update role_settings_changes s
      set state = 'skipped', outcome_code = ${code}, outcome_detail = null, ended_at = ${change.at},
        lease_until = null, is_offered = false
      from picked p where p.id = s.id
      returning s.*, p.state as former
    )
    ${tell(change, code)} from skipped s order by s.id
  `.execute(unit);
}

/** Of a wave or a single conversion: the settings of the roles in it, in whichever wave they go first. */
async function retry(unit: Unit, change: SetChange): Promise<void> {
  const { rolloutId, wavePosition, conversionId } = change;
  await sql`
    with picked as (
      select s.id, s.state from role_settings_changes s
      where s.rollout_id = ${rolloutId}
        and (
          s.state in ('failed', 'quarantined') or (s.state = 'skipped' and s.outcome_code = 'aborted')
          or (s.state = 'changing' and s.is_stopping)
        )
        and (
          ${wavePosition === null && conversionId === null}::boolean
          or (${conversionId === null}::boolean and s.wave_position = ${wavePosition}::integer)
          or exists (
            select 1 from conversions c
            where c.rollout_id = s.rollout_id and c.role_definition_id = s.role_definition_id
              and (${wavePosition}::integer is null or c.wave_position = ${wavePosition}::integer)
              and (${conversionId}::uuid is null or c.id = ${conversionId}::uuid)
          )
        )
      order by s.id for update
    ),
    resumed as (
      update role_settings_changes s set is_stopping = false
      from picked p where p.id = s.id and p.state = 'changing'
    ),
    reopened as (
      update role_settings_changes s
      set state = 'pending', is_stopping = false, agreement = null, given_up = null,
        write = case when s.write is not null then s.write || '{"attempt": 0}' end,
        outcome_code = null, outcome_detail = null, ended_at = null
      from picked p where p.id = s.id and p.state <> 'changing'
      returning s.*, p.state as former
    )
    ${tell(change, null)} from reopened s order by s.id
  `.execute(unit);
}

/** Inserts what happened to the rows `s`, of which `former` is the state that they had. */
function tell({ at, actor }: SetChange, code: string | null): RawBuilder<unknown> {
  return sql`
    insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
    select s.rollout_id, ${at}::timestamptz, ${actor}::text, s.wave_position, null::uuid, jsonb_build_object(
      'kind', 'roleSettings.stateChanged', 'changeId', s.id, 'roleDefinitionId', s.role_definition_id,
      'from', s.former, 'to', s.state, 'direction', s.direction, 'code', ${code}::text, 'detail', null
    )
  `;
}
