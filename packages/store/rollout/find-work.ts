import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Ids of what has something to do. */
export type Work = { readonly inventoryIds: readonly string[]; readonly rolloutIds: readonly string[] };

/**
 * Inventories that nobody reads or, once they have ended, reviews, oldest first, and rollouts that are not at rest:
 * those that run, and those to be compiled, or to be compared with the tenant before they start, whose inventory has
 * ended.
 */
export async function findWork(database: Database): Promise<Work> {
  const { rows } = await sql<Work>`
    select
      array(
        select id from inventories
        where (state = 'reading' and (lease_until is null or lease_until <= now()))
          or (
            state <> 'reading' and reviewed_at is null
            and (review_lease_until is null or review_lease_until <= now())
          )
        order by created_at
      ) as "inventoryIds",
      array(
        select r.id from rollouts r join inventories i on i.id = r.inventory_id
        where r.state = 'running' or (r.state = 'compiling' and i.state <> 'reading')
        union
        select d.rollout_id from drift_checks d join inventories i on i.id = d.inventory_id
        where d.state = 'checking' and i.state <> 'reading'
        order by id
      ) as "rolloutIds"
  `.execute(database);
  return rows[0] ?? { inventoryIds: [], rolloutIds: [] };
}
