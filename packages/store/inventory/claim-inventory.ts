import { NOTHING_READ, type InventoryReading } from "@standdown/domain";
import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, type Database } from "../database.ts";

/**
 * Takes over the reading of an inventory, at the place where the former owner was. Null: it has ended, is not known,
 * or somebody reads it.
 */
export async function claimInventory(
  database: Database,
  inventoryId: string,
  leaseMs: number,
): Promise<(Claim & { readonly tenantId: string; readonly reading: InventoryReading }) | null> {
  const { rows } = await sql<Claim & { tenantId: string; reading: Partial<InventoryReading> | null }>`
    with claimed as (
      update inventories
      set fence = fence + 1, lease_until = ${fromNow(leaseMs)}, reading_began_at = coalesce(reading_began_at, now())
      where id = ${inventoryId} and state = 'reading' and (lease_until is null or lease_until <= now())
      returning id, fence, tenant_id
    )
    select id, fence, tenant_id as "tenantId",
      (
        select jsonb_object_agg(
          kind, jsonb_build_object('pagesRead', pages_read, 'cursor', cursor, 'isComplete', is_complete)
        )
        from inventory_readings where inventory_id = claimed.id
      ) as reading
    from claimed
  `.execute(database);
  const [claimed] = rows;
  return claimed === undefined ? null : { ...claimed, reading: { ...NOTHING_READ, ...claimed.reading } };
}
