import type { InventoryPage } from "@standdown/domain";
import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, type Database } from "../database.ts";

/** Throws away what was read of one kind: it is read again from its start. `lost`: as of `savePage`. */
export async function restartKind(
  database: Database,
  claim: Claim,
  kind: InventoryPage["kind"],
  leaseMs: number,
): Promise<"saved" | "lost"> {
  const { rows } = await sql`
    with owned as (
      update inventories set lease_until = ${fromNow(leaseMs)}
      where id = ${claim.id} and fence = ${claim.fence} and state = 'reading' and lease_until > now()
      returning id
    ),
    emptied as (
      delete from inventory_rows using owned where inventory_id = owned.id and kind = ${kind}
    ),
    begun as (
      delete from inventory_readings using owned where inventory_id = owned.id and kind = ${kind}
    )
    select id from owned
  `.execute(database);
  return rows.length > 0 ? "saved" : "lost";
}
