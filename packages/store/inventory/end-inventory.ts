import type { InventoryStatus } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";

/** Ends a reading, and the claim with it. `lost`: the claim is somebody else's or ran out. */
export async function endInventory(
  database: Database,
  claim: Claim,
  status: InventoryStatus,
): Promise<"saved" | "lost"> {
  if (status.state === "reading") throw new Error("a reading is ended as completed or failed");
  const problem = status.state === "failed" ? json(status.problem) : null;
  const { rows } = await sql`
    update inventories
    set state = ${status.state}, ended_at = ${status.endedAt}, problem = ${problem}, lease_until = null
    where id = ${claim.id} and fence = ${claim.fence} and state = 'reading' and lease_until > now()
    returning id
  `.execute(database);
  return rows.length > 0 ? "saved" : "lost";
}
