import { NO_ROWS, type InventoryPage, type TenantFacts } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";

type Head = { readonly id: string; readonly tenant_id: string; readonly reading_began_at: Date };

/** What an inventory holds besides people and their access. Null: there is none, or its reading was not completed. */
export async function loadTenantFacts(database: Database, inventoryId: string): Promise<TenantFacts | null> {
  const { rows: heads } = await sql<Head>`
    select id, tenant_id, reading_began_at from inventories where id = ${inventoryId} and state = 'completed'
  `.execute(database);
  const [head] = heads;
  if (head === undefined) return null;
  // A completed inventory never changes, so that a second statement reads what belongs to the first.
  const { rows } = await sql<InventoryPage>`
    select kind, jsonb_agg(document order by row_id) as rows
    from inventory_rows
    where inventory_id = ${inventoryId} and principal_id is null
    group by kind
  `.execute(database);
  return {
    id: head.id,
    tenantId: head.tenant_id,
    readAt: isoTime(head.reading_began_at),
    ...NO_ROWS,
    ...Object.fromEntries(rows.map((page) => [page.kind, page.rows])),
  };
}
