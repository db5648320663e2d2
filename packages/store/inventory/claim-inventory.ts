import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, type Database } from "../database.ts";

/**
 * Takes over the reading of an inventory. What a former owner read is thrown away: a reading is made by one owner
 * from its start. Null: it has ended, is not known, or somebody reads it.
 */
export async function claimInventory(
  database: Database,
  inventoryId: string,
  leaseMs: number,
): Promise<(Claim & { readonly tenantId: string }) | null> {
  return await database.transaction().execute(async (unit) => {
    const { rows } = await sql<{ id: string; fence: number; tenantId: string }>`
      update inventories
      set fence = fence + 1, lease_until = ${fromNow(leaseMs)}, reading_began_at = now()
      where id = ${inventoryId} and state = 'reading' and (lease_until is null or lease_until <= now())
      returning id, fence, tenant_id as "tenantId"
    `.execute(unit);
    const [claimed] = rows;
    if (claimed === undefined) return null;
    await sql`delete from inventory_rows where inventory_id = ${inventoryId}`.execute(unit);
    return claimed;
  });
}
