import type { ComplianceReport, TenantProblem } from "@standdown/domain";
import { sql } from "kysely";
import { differences, namedDifferences } from "../comparison/differences.ts";
import { ADVISORY_LOCKS, json, type Database, type Unit } from "../database.ts";

type Reviewed = {
  readonly id: string;
  readonly tenant_id: string;
  readonly schedule_id: string | null;
  readonly problem: TenantProblem | null;
};

/**
 * Ends the review of an inventory: what the checks say is kept, and what is different from the inventory before it of
 * the same schedule becomes events; one that failed becomes an event, too. `lost`: somebody else reviewed it.
 */
export async function saveReview(
  database: Database,
  inventoryId: string,
  compliance: ComplianceReport | null,
  at: string,
): Promise<"saved" | "lost"> {
  return await database.transaction().execute(async (unit) => {
    // Events get their ids in the order in which they can be seen: whoever reads on misses none.
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.review})`.execute(unit);
    const { rows } = await sql<Reviewed>`
      update inventories
      set reviewed_at = ${at}, review_lease_until = null,
        compliance = ${compliance === null ? null : json(compliance)}
      where id = ${inventoryId} and state <> 'reading' and reviewed_at is null
      returning id, tenant_id, schedule_id, problem
    `.execute(unit);
    const [reviewed] = rows;
    if (reviewed === undefined) return "lost";
    if (reviewed.problem !== null) await addFailure(unit, reviewed, reviewed.problem, at);
    else if (reviewed.schedule_id !== null) await addDifferences(unit, reviewed, at);
    return "saved";
  });
}

async function addFailure(unit: Unit, reviewed: Reviewed, problem: TenantProblem, at: string): Promise<void> {
  await sql`
    insert into review_events (tenant_id, at, kind, inventory_id, schedule_id, document)
    values (
      ${reviewed.tenant_id}, ${at}, 'inventoryFailed', ${reviewed.id}, ${reviewed.schedule_id}, ${json(problem)}
    )
  `.execute(unit);
}

async function addDifferences(unit: Unit, reviewed: Reviewed, at: string): Promise<void> {
  const earlierId = await findEarlier(unit, reviewed);
  if (earlierId === null) return;
  const inventories = { earlierId, laterId: reviewed.id };
  const { rows } = await sql<{ count: number }>`
    with added as (
      insert into review_events (
        tenant_id, at, kind, inventory_id, earlier_inventory_id, schedule_id, document
      )
      select ${reviewed.tenant_id}, ${at}::timestamptz, kind, ${reviewed.id}::uuid, ${earlierId}::uuid,
        ${reviewed.schedule_id}::uuid, document
      from (${namedDifferences(differences(inventories), inventories)}) as named
      order by principal_id, place
      returning id
    )
    select count(*)::integer as count from added
  `.execute(unit);
  await sql`
    insert into review_events (tenant_id, at, kind, inventory_id, earlier_inventory_id, schedule_id, document)
    values (
      ${reviewed.tenant_id}, ${at}, 'inventoryCompared', ${reviewed.id}, ${earlierId}, ${reviewed.schedule_id},
      ${json({ differenceCount: rows[0]?.count ?? 0 })}
    )
  `.execute(unit);
}

/** The completed one before it; those that failed between are passed over. */
async function findEarlier(unit: Unit, reviewed: Reviewed): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from inventories
    where schedule_id = ${reviewed.schedule_id} and state = 'completed'
      and (created_at, id) < (select created_at, id from inventories where id = ${reviewed.id})
    order by created_at desc, id desc limit 1
  `.execute(unit);
  return rows[0]?.id ?? null;
}
