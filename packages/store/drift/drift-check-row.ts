import { NO_DRIFT, type DriftCheck } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, isoTimeOrNull } from "../database.ts";

/** The last look at the tenant of the rollout `r`, as a document; null before the first. */
export const driftCheck = sql<DriftCheck | null>`(
  select jsonb_build_object(
    'id', d.id, 'inventoryId', d.inventory_id, 'approvedDigest', d.approved_digest, 'orderedBy', d.ordered_by,
    'orderedAt', d.ordered_at, 'reason', d.reason, 'state', d.state, 'endedAt', d.ended_at, 'counts', d.counts,
    'currentDigest', d.current_digest, 'problems', d.problems
  )
  from drift_checks d where d.rollout_id = r.id order by d.place desc limit 1
)`;

/** The same with its times as the domain writes them; one of old has not counted all that is counted now. */
export function driftCheckOf(document: DriftCheck): DriftCheck {
  const { orderedAt, endedAt } = document;
  const counts = document.counts === null ? null : { ...NO_DRIFT, ...document.counts };
  return { ...document, counts, orderedAt: isoTime(orderedAt), endedAt: isoTimeOrNull(endedAt) };
}
