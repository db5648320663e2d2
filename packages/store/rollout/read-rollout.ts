import type { DocumentProblem, Plan, RolloutSnapshot } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";
import { loadRollout } from "./load-rollout.ts";

/** A rollout for people: all that is known of it but its conversions. */
export type RolloutDetails = Omit<RolloutSnapshot, "version"> & {
  readonly createdAt: string;
  readonly planDigest: string;
  readonly inventoryId: string;
  /** Why it could not be compiled; pointers are into the plan. */
  readonly problems: readonly DocumentProblem[];
  readonly plan: Plan;
};

type DetailsRow = Pick<RolloutDetails, "planDigest" | "inventoryId" | "problems" | "plan"> & {
  readonly created_at: Date;
};

/** One rollout. Null: there is none of this id. */
export async function readRollout(database: Database, id: string): Promise<RolloutDetails | null> {
  const snapshot = await loadRollout(database, id);
  if (snapshot === null) return null;
  const { rows } = await sql<DetailsRow>`
    select created_at, plan_digest as "planDigest", inventory_id as "inventoryId", problems, plan
    from rollouts where id = ${id}
  `.execute(database);
  const [row] = rows;
  if (row === undefined) return null;
  const { version: _version, ...rollout } = snapshot;
  const { created_at, ...details } = row;
  return { ...rollout, ...details, createdAt: isoTime(created_at) };
}
