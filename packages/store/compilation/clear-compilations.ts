import { sql } from "kysely";
import type { Unit } from "../database.ts";

/** Throws away what compilations of a rollout have made, also those that were lost in the middle. */
export async function clearCompilations(unit: Unit, rolloutId: string): Promise<void> {
  await sql`delete from compiled_entries where rollout_id = ${rolloutId}`.execute(unit);
  await sql`delete from compiled_movers where rollout_id = ${rolloutId}`.execute(unit);
}
