import type { ComplianceReport, RolloutCompliance } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What the checks say of an inventory. Null: there is none of this id, or it is not reviewed or failed. */
export async function readInventoryCompliance(
  database: Database,
  inventoryId: string,
): Promise<ComplianceReport | null> {
  const { rows } = await sql<{ compliance: ComplianceReport | null }>`
    select compliance from inventories where id = ${inventoryId}
  `.execute(database);
  return rows[0]?.compliance ?? null;
}

/** What the checks say before and after a rollout. Null: there is none of this id, or it has no manifest. */
export async function readRolloutCompliance(
  database: Database,
  rolloutId: string,
): Promise<RolloutCompliance | null> {
  const { rows } = await sql<{ compliance: RolloutCompliance | null }>`
    select compliance from rollouts where id = ${rolloutId}
  `.execute(database);
  return rows[0]?.compliance ?? null;
}
