import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, type Database } from "../database.ts";

/** Renews leases of claimed changes of role settings; answers the ids of those that are still held. */
export async function renewSettings(
  database: Database,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<readonly string[]> {
  if (claims.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with held as (
      select s.id from role_settings_changes s
      join unnest(${claims.map(({ id }) => id)}::uuid[], ${claims.map(({ fence }) => fence)}::integer[])
        as mine (id, fence) on mine.id = s.id and mine.fence = s.fence
      where not s.is_offered and s.lease_until > now()
      order by s.id for update of s
    )
    update role_settings_changes s set lease_until = ${fromNow(leaseMs)}
    from held where held.id = s.id returning s.id
  `.execute(database);
  return rows.map(({ id }) => id);
}
