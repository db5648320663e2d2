import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, type Database } from "../database.ts";

/** Renews the lease of a reading that waits, and counts what it asked the tenant. `lost`: as of `savePage`. */
export async function renewInventory(
  database: Database,
  claim: Claim,
  leaseMs: number,
  requestCount: number,
): Promise<"saved" | "lost"> {
  const { rows } = await sql`
    update inventories
    set lease_until = ${fromNow(leaseMs)}, request_count = request_count + ${requestCount}::integer
    where id = ${claim.id} and fence = ${claim.fence} and state = 'reading' and lease_until > now()
    returning id
  `.execute(database);
  return rows.length > 0 ? "saved" : "lost";
}
