import type { InventoryPage, InventoryRow } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readCursor, type Page, type PageRequest } from "../page.ts";

/** The rows of one kind that were found, by their id. Throws `CursorUnknown`. */
export async function listInventoryRows<K extends InventoryPage["kind"]>(
  database: Database,
  inventoryId: string,
  kind: K,
  page: PageRequest,
): Promise<Page<InventoryRow<K>>> {
  const [afterId = null] = readCursor(page.cursor, 1) ?? [];
  const { rows } = await sql<{ document: InventoryRow<K> }>`
    select document from inventory_rows
    where inventory_id = ${inventoryId} and kind = ${kind}
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
