import type { NamedDifference } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readCursor, type Page, type PageRequest } from "../page.ts";
import { differences, namedDifferences, type ComparedInventories } from "./differences.ts";

type DifferenceRow = {
  readonly principal_id: string;
  readonly place: string;
  readonly document: NamedDifference;
};

/**
 * What is different between two completed inventories, principal by principal in the order of their ids. Throws
 * `CursorUnknown`.
 */
export async function listDifferences(
  database: Database,
  inventories: ComparedInventories,
  { cursor, limit }: PageRequest,
): Promise<Page<NamedDifference>> {
  const [afterId = "", afterPlace = ""] = readCursor(cursor, 2) ?? [];
  const page = sql`
    select * from (${differences(inventories, afterId)}) as all_differences
    where (principal_id, place) > (${afterId}::text collate "C", ${afterPlace}::text collate "C")
    order by principal_id, place limit ${limit + 1}
  `;
  const { rows } = await sql<DifferenceRow>`
    select * from (${namedDifferences(page, inventories)}) as named order by principal_id, place
  `.execute(database);
  return pageOf(
    rows,
    limit,
    (row) => [row.principal_id, row.place],
    ({ document }) => document,
  );
}
