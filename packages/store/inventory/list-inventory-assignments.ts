import type { AssignmentInstance } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readCursor, type Page, type PageRequest } from "../page.ts";

/** Active assignments that were found, by their id. Throws `CursorUnknown`. */
export async function listInventoryAssignments(
  database: Database,
  inventoryId: string,
  page: PageRequest,
): Promise<Page<AssignmentInstance>> {
  const [afterId = null] = readCursor(page.cursor, 1) ?? [];
  const { rows } = await sql<{ document: AssignmentInstance }>`
    select document from inventory_rows
    where inventory_id = ${inventoryId} and kind = 'assignments'
      and (${afterId}::text is null or row_id > ${afterId}::text)
    order by row_id limit ${page.limit + 1}
  `.execute(database);
  return pageOf(
    rows,
    page.limit,
    ({ document }) => [document.id],
    ({ document }) => document,
  );
}
