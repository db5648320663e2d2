import type { ManifestEntry } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { Compilation } from "./save-drafts.ts";

/** The next entries of a compilation with their waves, whole principals at a time, in the order of their ids. */
export async function readCompiledEntries(
  database: Database,
  compilation: Compilation,
  page: { readonly afterPrincipalId: string | null; readonly limit: number },
): Promise<readonly { readonly principalId: string; readonly entries: readonly ManifestEntry[] }[]> {
  const { rows } = await sql<{ principalId: string; entries: readonly ManifestEntry[] }>`
    select e.principal_id as "principalId",
      jsonb_agg(e.document || jsonb_build_object('wavePosition', e.wave_position) order by e.place) as entries
    from compiled_entries e
    where e.compilation_id = ${compilation.id} and e.principal_id > coalesce(${page.afterPrincipalId}::text, '')
    group by e.principal_id order by e.principal_id limit ${page.limit}
  `.execute(database);
  return rows;
}
