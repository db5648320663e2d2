import type { AccessReading, DisagreedAccess } from "@standdown/domain";
import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { fromNow, json, type Database, type Unit } from "../database.ts";

type OwnKind = "roleAssignments" | "assignments" | "eligibilities";

/**
 * Stores what was read again of one principal in one role in the place of what was there. `lost`: as of `savePage`.
 */
export async function replaceAccess(
  database: Database,
  claim: Claim,
  of: DisagreedAccess,
  reading: Pick<AccessReading, OwnKind>,
  leaseMs: number,
): Promise<"saved" | "lost"> {
  return await database.transaction().execute(async (unit) => {
    const { rows: owned } = await sql`
      update inventories set lease_until = ${fromNow(leaseMs)}, request_count = request_count + 1
      where id = ${claim.id} and fence = ${claim.fence} and state = 'reading' and lease_until > now()
      returning id
    `.execute(unit);
    if (owned.length === 0) return "lost";
    for (const kind of ["roleAssignments", "assignments", "eligibilities"] as const) {
      await replaceRows(unit, claim.id, of, kind, reading[kind]);
    }
    return "saved";
  });
}

async function replaceRows(
  unit: Unit,
  inventoryId: string,
  { principalId, roleDefinitionId }: DisagreedAccess,
  kind: OwnKind,
  rows: AccessReading[OwnKind],
): Promise<void> {
  const { rows: removed } = await sql`
    delete from inventory_rows
    where inventory_id = ${inventoryId} and kind = ${kind} and principal_id = ${principalId}
      and document ->> 'roleDefinitionId' = ${roleDefinitionId}
    returning row_id
  `.execute(unit);
  await sql`
    insert into inventory_rows (inventory_id, kind, row_id, document)
    select ${inventoryId}, ${kind}, document ->> 'id', document
    from jsonb_array_elements(${json(rows)}) as read (document)
    on conflict (inventory_id, kind, row_id) do update set document = excluded.document
  `.execute(unit);
  await sql`
    update inventory_readings set row_count = row_count + ${rows.length - removed.length}::integer
    where inventory_id = ${inventoryId} and kind = ${kind}
  `.execute(unit);
}
