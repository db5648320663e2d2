import { sql } from "kysely";
import { fromNow, type Database } from "../database.ts";
import type { Claim } from "../claim.ts";

/** Renews leases of claimed conversions; answers the ids of those that are still held. */
export async function renewLeases(
  database: Database,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<readonly string[]> {
  if (claims.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with held as (
      select c.id from conversions c
      join unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ fence }) => fence)}::integer[])
        as mine (id, fence) on mine.id = c.id and mine.fence = c.fence
      where c.state = 'converting' and not c.is_offered and c.lease_until > now()
      order by c.id for update of c
    )
    update conversions c set lease_until = ${fromNow(leaseMs)} from held where held.id = c.id returning c.id
  `.execute(database);
  return rows.map(({ id }) => id);
}
