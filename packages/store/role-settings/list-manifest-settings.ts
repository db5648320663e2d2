import type { SettingsEntry } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What the manifest of a rollout makes of the settings of roles, in the order of their ids. */
export async function listManifestSettings(
  database: Database,
  rolloutId: string,
): Promise<readonly SettingsEntry[]> {
  const { rows } = await sql<SettingsEntry>`
    select role_definition_id as "roleDefinitionId", role_name as "roleName", policy_id as "policyId",
      wave_position as "wavePosition", pointer, before, after, kept
    from role_settings_changes where rollout_id = ${rolloutId}
    order by role_definition_id collate "C"
  `.execute(database);
  return rows;
}
