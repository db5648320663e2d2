import type { InventoryPage } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { pageOf, readCursor, type Page, type PageRequest } from "../page.ts";

/** The rows of one kind that were found, by their id. Throws `CursorUnknown`. */
export async function listInventoryRows<T extends { readonly id: string }>(
  database: Database,
  kind: InventoryPage["kind"],
  inventoryId: string,
  page: PageRequest,
): Promise<Page<T>> {
  const [afterId = null] = readCursor(page.cursor, 1) ?? [];
  const { rows } = await sql<{ document: T }>`
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
