import type { SettingsEntry } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Unit } from "../database.ts";

/** Stores what becomes of the settings of each role, not begun. */
export async function insertSettings(
  unit: Unit,
  rolloutId: string,
  settings: readonly SettingsEntry[],
): Promise<void> {
  if (settings.length === 0) return;
  await sql`
    insert into role_settings_changes (
      rollout_id, tenant_id, wave_position, role_definition_id, role_name, policy_id, pointer, before, after, kept
    )
    select r.id, r.tenant_id, (entry ->> 'wavePosition')::integer, entry ->> 'roleDefinitionId',
      entry ->> 'roleName', entry ->> 'policyId', entry ->> 'pointer', entry -> 'before', entry -> 'after',
      entry -> 'kept'
    from rollouts r cross join jsonb_array_elements(${json(settings)}) as listed (entry)
    where r.id = ${rolloutId}
  `.execute(unit);
}
