import type { Mover } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { Compilation } from "./save-drafts.ts";

/**
 * The next movers of a compilation in the order of their ranks, each with the wave that it has in the former rollout's
 * manifest. None when there is no further one.
 */
export async function readMovers(
  database: Database,
  compilation: Compilation,
  page: { readonly afterRank: string | null; readonly limit: number },
): Promise<readonly (Mover & { readonly formerWave: number | null })[]> {
  const { rows } = await sql<{ document: Mover; formerWave: number | null }>`
    select m.document, former.wave_position as "formerWave"
    from (
      select rank, principal_id, document from compiled_movers
      where compilation_id = ${compilation.id} and rank > coalesce(${page.afterRank}::text, '')
      order by rank limit ${page.limit}
    ) m left join lateral (
      select e.wave_position from manifest_entries e
      where e.rollout_id = ${compilation.formerRolloutId}::uuid and e.principal_id collate "C" = m.principal_id
        and e.wave_position is not null
      limit 1
    ) former on true
    order by m.rank
  `.execute(database);
  return rows.map(({ document, formerWave }) => ({ ...document, formerWave }));
}

/** How many movers a compilation has. */
export async function countMovers(database: Database, compilation: Compilation): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from compiled_movers where compilation_id = ${compilation.id}
  `.execute(database);
  return rows[0]?.count ?? 0;
}
