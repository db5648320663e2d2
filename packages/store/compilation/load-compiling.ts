import type { InventoryState, InventoryStatus, Plan, TenantProblem } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";

/** A rollout that waits to be compiled, with the inventory it is compiled from. */
export type CompilingRollout = {
  readonly id: string;
  readonly version: number;
  readonly plan: Plan;
  readonly author: string;
  readonly inventoryId: string;
  readonly inventory: InventoryStatus;
};

/** How an inventory stands, in columns. */
export type InventoryStanding = {
  readonly inventory_state: InventoryState;
  readonly inventory_ended_at: Date | null;
  readonly inventory_problem: TenantProblem | null;
};

type CompilingRow = Omit<CompilingRollout, "inventory"> & InventoryStanding;

/** Null: there is no such rollout, or it is compiled. */
export async function loadCompiling(database: Database, rolloutId: string): Promise<CompilingRollout | null> {
  const { rows } = await sql<CompilingRow>`
    select r.id, r.version, r.plan, r.author, r.inventory_id as "inventoryId", i.state as inventory_state,
      i.ended_at as inventory_ended_at, i.problem as inventory_problem
    from rollouts r join inventories i on i.id = r.inventory_id
    where r.id = ${rolloutId} and r.state = 'compiling'
  `.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  const { id, version, plan, author, inventoryId } = row;
  return { id, version, plan, author, inventoryId, inventory: statusOf(row) };
}

/** The same as the domain says it. */
export function statusOf(row: InventoryStanding): InventoryStatus {
  const { inventory_state: state, inventory_ended_at: ended, inventory_problem: problem } = row;
  if (state === "reading" || ended === null) return { state: "reading" };
  const endedAt = isoTime(ended);
  return problem === null ? { state: "completed", endedAt } : { state: "failed", endedAt, problem };
}
