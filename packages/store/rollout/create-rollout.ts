import { randomUUID } from "node:crypto";
import type { Plan } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database, type Unit } from "../database.ts";
import { createInventory } from "../inventory/create-inventory.ts";
import { appendEntries } from "../ledger/append-entries.ts";

/** A new rollout, to be compiled. Without an inventory, one is read first. */
export type NewRollout = {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly author: string;
  readonly inventoryId: string | null;
  readonly idempotencyKey: string | null;
};

/** The rollout and the inventory that it is compiled from. */
export type CreatedRollout = { readonly id: string; readonly inventoryId: string };

/** Stores a plan to be compiled. The same key of the same author answers the first rollout again. */
export async function createRollout(database: Database, rollout: NewRollout): Promise<CreatedRollout> {
  return await database.transaction().execute(async (unit) => {
    const former = await findByKey(unit, rollout);
    return former ?? (await insert(unit, rollout));
  });
}

async function findByKey(
  unit: Unit,
  { author, idempotencyKey }: NewRollout,
): Promise<CreatedRollout | undefined> {
  if (idempotencyKey === null) return undefined;
  // Two requests with one key come one after the other, so that the second finds what the first made.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${author}\n${idempotencyKey}`}, 0))`.execute(
    unit,
  );
  const { rows } = await sql<CreatedRollout>`
    select id, inventory_id as "inventoryId" from rollouts
    where author = ${author} and idempotency_key = ${idempotencyKey}
  `.execute(unit);
  return rows[0];
}

async function insert(unit: Unit, rollout: NewRollout): Promise<CreatedRollout> {
  const { plan, planDigest, author, idempotencyKey } = rollout;
  const id = randomUUID();
  const tenantId = plan.spec.tenant.id;
  const emergencyAccess = plan.spec.emergencyAccess.principals;
  const inventoryId =
    rollout.inventoryId ??
    (await createInventory(unit, { tenantId, requestedBy: author, idempotencyKey: null, emergencyAccess }))
      .id;
  const { rows } = await sql<{ created_at: Date }>`
    insert into rollouts (id, tenant_id, name, author, plan, plan_digest, inventory_id, idempotency_key)
    values (
      ${id}, ${tenantId}, ${plan.metadata.name}, ${author}, ${json(plan)}, ${planDigest}, ${inventoryId},
      ${idempotencyKey}
    )
    returning created_at
  `.execute(unit);
  await appendEntries(unit, [
    {
      rolloutId: id,
      at: (rows[0]?.created_at ?? new Date(0)).toISOString(),
      actor: author,
      wavePosition: null,
      conversionId: null,
      fact: { kind: "rollout.created", planName: plan.metadata.name, planDigest },
    },
  ]);
  return { id, inventoryId };
}
