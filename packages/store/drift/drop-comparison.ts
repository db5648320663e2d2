import { sql } from "kysely";
import type { Compilation } from "../compilation/save-drafts.ts";
import type { Database } from "../database.ts";

/** Throws away what a compilation has stored for a check that nobody waits for any more. */
export async function dropComparison(
  database: Database,
  { id }: Compilation,
  checkId: string,
): Promise<void> {
  await sql`
    with entries as (delete from compiled_entries where compilation_id = ${id}),
      movers as (delete from compiled_movers where compilation_id = ${id})
    delete from drift_rows where check_id = ${checkId} and compilation_id = ${id}
  `.execute(database);
}
