import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";

/** A new reading of a tenant; the same key of the same caller answers the first one again. */
export type NewInventory = {
  readonly tenantId: string;
  readonly requestedBy: string;
  readonly idempotencyKey: string | null;
  /** Ids of emergency access accounts, for the checks that are made of it. */
  readonly emergencyAccess?: readonly string[];
};

/** Stores that a tenant is to be read. Somebody will claim it. */
export async function createInventory(
  database: Database,
  inventory: NewInventory,
): Promise<{ readonly id: string }> {
  const { tenantId, requestedBy, idempotencyKey, emergencyAccess = [] } = inventory;
  // The update changes nothing: it makes the statement answer the row that was there.
  const { rows } = await sql<{ id: string }>`
    insert into inventories (id, tenant_id, requested_by, idempotency_key, emergency_access)
    values (${randomUUID()}, ${tenantId}, ${requestedBy}, ${idempotencyKey}, ${json(emergencyAccess)})
    on conflict (requested_by, idempotency_key) do update set requested_by = excluded.requested_by
    returning id
  `.execute(database);
  const [created] = rows;
  if (created === undefined) throw new Error("an inventory was neither created nor found");
  return created;
}
