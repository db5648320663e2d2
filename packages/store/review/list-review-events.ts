import type { NamedDifference, ReviewEvent, ReviewEventKind, TenantProblem } from "@standdown/domain";
import { sql } from "kysely";
import { isoTime, type Database } from "../database.ts";

type EventRow = {
  readonly id: string;
  readonly tenant_id: string;
  readonly at: Date;
  readonly kind: ReviewEventKind;
  readonly inventory_id: string;
  readonly earlier_inventory_id: string | null;
  readonly schedule_id: string | null;
  readonly difference: NamedDifference | null;
  readonly difference_count: number | null;
  readonly problem: TenantProblem | null;
};

/** The next events of all reviews, in the order in which they happened, after the one with this id. */
export async function listReviewEvents(
  database: Database,
  { afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<readonly ReviewEvent[]> {
  const { rows } = await sql<EventRow>`
    select id, tenant_id, at, kind, inventory_id, earlier_inventory_id, schedule_id,
      case when kind not in ('inventoryFailed', 'inventoryCompared') then document end as difference,
      (document ->> 'differenceCount')::integer as difference_count,
      case when kind = 'inventoryFailed' then document end as problem
    from review_events where id > ${afterId ?? "0"}::bigint order by id limit ${limit}
  `.execute(database);
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    at: isoTime(row.at),
    kind: row.kind,
    inventoryId: row.inventory_id,
    earlierInventoryId: row.earlier_inventory_id,
    scheduleId: row.schedule_id,
    difference: row.difference,
    differenceCount: row.difference_count,
    problem: row.problem,
  }));
}
