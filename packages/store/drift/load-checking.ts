import { sql } from "kysely";
import { statusOf, type CompilingRollout, type InventoryStanding } from "../compilation/load-compiling.ts";
import type { Database } from "../database.ts";

/** A rollout that waits to be compared with the tenant as it was just read, and the check that it waits for. */
export type CheckingRollout = Pick<CompilingRollout, "id" | "plan" | "inventoryId" | "inventory"> & {
  readonly checkId: string;
};

type CheckingRow = Omit<CheckingRollout, "inventory"> & InventoryStanding;

/** Null: there is no such rollout, or it waits for no check. */
export async function loadChecking(database: Database, rolloutId: string): Promise<CheckingRollout | null> {
  const { rows } = await sql<CheckingRow>`
    select r.id, r.plan, d.id as "checkId", d.inventory_id as "inventoryId", i.state as inventory_state,
      i.ended_at as inventory_ended_at, i.problem as inventory_problem
    from rollouts r
    join drift_checks d on d.rollout_id = r.id and d.state = 'checking'
    join inventories i on i.id = d.inventory_id
    where r.id = ${rolloutId} and r.state = 'approved'
  `.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  const { id, plan, checkId, inventoryId } = row;
  return { id, plan, checkId, inventoryId, inventory: statusOf(row) };
}
