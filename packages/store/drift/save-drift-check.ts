import type { DriftCheck } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Unit } from "../database.ts";

/** Stores a look at the tenant as it stands. A new one comes with its reading, which somebody will claim. */
export async function saveDriftCheck(unit: Unit, rolloutId: string, check: DriftCheck): Promise<void> {
  await sql`
    insert into inventories (id, tenant_id, requested_by)
    select ${check.inventoryId}, tenant_id, ${check.orderedBy} from rollouts where id = ${rolloutId}
    on conflict (id) do nothing
  `.execute(unit);
  await sql`
    insert into drift_checks (
      id, rollout_id, inventory_id, approved_digest, ordered_by, ordered_at, reason, state, ended_at, counts,
      current_digest, problems
    )
    values (
      ${check.id}, ${rolloutId}, ${check.inventoryId}, ${check.approvedDigest}, ${check.orderedBy},
      ${check.orderedAt}, ${check.reason}, ${check.state}, ${check.endedAt},
      ${check.counts === null ? null : json(check.counts)}, ${check.currentDigest}, ${json(check.problems)}
    )
    on conflict (id) do update
    set state = excluded.state, ended_at = excluded.ended_at, counts = excluded.counts,
      current_digest = excluded.current_digest, problems = excluded.problems
  `.execute(unit);
}
