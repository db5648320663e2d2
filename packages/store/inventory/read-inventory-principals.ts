import type { Principal } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Of these principals, those that an inventory has. */
export async function readInventoryPrincipals(
  database: Database,
  inventoryId: string,
  ids: readonly string[],
): Promise<readonly Principal[]> {
  const { rows } = await sql<{ document: Principal }>`
    select document from inventory_rows
    where inventory_id = ${inventoryId} and kind = 'principals' and row_id = any(${ids})
    order by row_id
  `.execute(database);
  return rows.map(({ document }) => document);
}
