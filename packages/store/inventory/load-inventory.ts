import type { Inventory, InventoryPage } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";

type Head = { readonly id: string; readonly tenant_id: string; readonly reading_began_at: Date };

/** The whole inventory. Null: there is none of this id, or its reading was not completed. */
export async function loadInventory(database: Database, inventoryId: string): Promise<Inventory | null> {
  const { rows: heads } = await sql<Head>`
    select id, tenant_id, reading_began_at from inventories where id = ${inventoryId} and state = 'completed'
  `.execute(database);
  const [head] = heads;
  if (head === undefined) return null;
  // A completed inventory never changes, so that a second statement reads what belongs to the first.
  const { rows } = await sql<InventoryPage>`
    select kind, jsonb_agg(document order by row_id) as rows
    from inventory_rows where inventory_id = ${inventoryId} group by kind
  `.execute(database);
  return {
    id: head.id,
    tenantId: head.tenant_id,
    readAt: isoTime(head.reading_began_at),
    roles: [],
    principals: [],
    administrativeUnits: [],
    roleAssignments: [],
    assignments: [],
    eligibilities: [],
    ...Object.fromEntries(rows.map((page) => [page.kind, page.rows])),
  };
}
