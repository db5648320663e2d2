import { sql } from "kysely";
import { fromNow, type Database } from "./database.ts";
import type { Claim } from "./claim.ts";

/** What is given out with a fence and a lease. */
type Leased = "conversions" | "role_settings_changes";

/** Renews leases of what was claimed; answers the ids of those that are still held. */
function renewLeasesOf(table: Leased) {
  return async (
    database: Database,
    claims: readonly Claim[],
    leaseMs: number,
  ): Promise<readonly string[]> => {
    if (claims.length === 0) return [];
    const { rows } = await sql<{ id: string }>`
      with held as (
        select l.id from ${sql.table(table)} l
        join unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ fence }) => fence)}::integer[])
          as mine (id, fence) on mine.id = l.id and mine.fence = l.fence
        where not l.is_offered and l.lease_until > now()
        order by l.id for update of l
      )
      update ${sql.table(table)} l set lease_until = ${fromNow(leaseMs)}
      from held where held.id = l.id returning l.id
    `.execute(database);
    return rows.map(({ id }) => id);
  };
}

/** Those of conversions: whatever is leased and not merely offered is in the middle. */
export const renewLeases = renewLeasesOf("conversions");

/** Those of changes of role settings. */
export const renewSettings = renewLeasesOf("role_settings_changes");
