import type { Mover } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { Compilation } from "./save-drafts.ts";

/** The next movers of a compilation in the order of their ranks. None when there is no further one. */
export async function readMovers(
  database: Database,
  compilation: Compilation,
  page: { readonly afterRank: string | null; readonly limit: number },
): Promise<readonly Mover[]> {
  const { rows } = await sql<{ document: Mover }>`
    select document from compiled_movers
    where compilation_id = ${compilation.id} and rank > coalesce(${page.afterRank}::text, '')
    order by rank limit ${page.limit}
  `.execute(database);
  return rows.map(({ document }) => document);
}

/** How many movers a compilation has. */
export async function countMovers(database: Database, compilation: Compilation): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from compiled_movers where compilation_id = ${compilation.id}
  `.execute(database);
  return rows[0]?.count ?? 0;
}
