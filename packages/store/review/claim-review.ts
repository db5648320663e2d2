import { sql } from "kysely";
import { fromNow, type Database } from "../database.ts";

/** An inventory that has ended and is to be looked at. */
export type ReviewToDo = {
  readonly inventoryId: string;
  readonly isCompleted: boolean;
  /** Emergency access accounts that were declared for the checks. */
  readonly emergencyAccess: readonly string[];
};

/**
 * Takes an ended inventory to review it. The lease only saves two from doing the same: what is saved is saved once. Null:
 * it has not ended, is reviewed, or somebody reviews it.
 */
export async function claimReview(
  database: Database,
  inventoryId: string,
  leaseMs: number,
): Promise<ReviewToDo | null> {
  const { rows } = await sql<ReviewToDo>`
    update inventories set review_lease_until = ${fromNow(leaseMs)}
    where id = ${inventoryId} and state <> 'reading' and reviewed_at is null
      and (review_lease_until is null or review_lease_until <= now())
    returning id as "inventoryId", state = 'completed' as "isCompleted", emergency_access as "emergencyAccess"
  `.execute(database);
  return rows[0] ?? null;
}
