import type { InventoryPage } from "@standdown/domain";
import { sql } from "kysely";
import { fromNow, json, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";

/**
 * Stores a page and renews the lease, in one statement. A row that the tenant lists on two pages is stored once,
 * as it was read last. `lost`: the claim is somebody else's or ran out, and nothing was written.
 */
export async function savePage(
  database: Database,
  claim: Claim,
  page: InventoryPage,
  leaseMs: number,
): Promise<"saved" | "lost"> {
  const rows = new Map<string, unknown>(page.rows.map((row) => [row.id, row]));
  const { rows: owned } = await sql`
    with owned as (
      update inventories set lease_until = ${fromNow(leaseMs)}
      where id = ${claim.id} and fence = ${claim.fence} and state = 'reading' and lease_until > now()
      returning id
    ),
    stored as (
      insert into inventory_rows (inventory_id, kind, row_id, document)
      select owned.id, ${page.kind}, document ->> 'id', document
      from owned cross join jsonb_array_elements(${json([...rows.values()])}) as listed (document)
      on conflict (inventory_id, kind, row_id) do update set document = excluded.document
    )
    select id from owned
  `.execute(database);
  return owned.length > 0 ? "saved" : "lost";
}
