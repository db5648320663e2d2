import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Has the settings that a rollout has applied read again, and compared; answers of how many roles. */
export async function wantSettingsCheck(database: Database, rolloutId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update role_settings_changes set check_wanted_at = coalesce(check_wanted_at, now())
    where rollout_id = ${rolloutId} and state = 'applied'
  `.execute(database);
  return Number(numAffectedRows ?? 0);
}
