import type { PrincipalAccess } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * The next principals of an inventory in the order of their ids, each with everything that was read about it. None
 * when there is no further one. Whoever is only in the report of registrations is nobody's principal.
 */
export async function readAccessPage(
  database: Database,
  inventoryId: string,
  page: { readonly afterPrincipalId: string | null; readonly limit: number },
): Promise<readonly PrincipalAccess[]> {
  const { rows } = await sql<PrincipalAccess>`
    with wanted as (
      select principal_id from inventory_rows
      where inventory_id = ${inventoryId} and principal_id is not null and kind <> 'mfaRegistrations'
        and principal_id > coalesce(${page.afterPrincipalId}::text, '')
      group by principal_id order by principal_id limit ${page.limit}
    )
    select r.principal_id as "principalId",
      (jsonb_agg(r.document) filter (where r.kind = 'principals')) -> 0 as principal,
      (jsonb_agg(r.document) filter (where r.kind = 'mfaRegistrations')) -> 0 as "mfaRegistration",
      coalesce(jsonb_agg(r.document order by r.row_id) filter (where r.kind = 'roleAssignments'), '[]')
        as "roleAssignments",
      coalesce(jsonb_agg(r.document order by r.row_id) filter (where r.kind = 'assignments'), '[]')
        as assignments,
      coalesce(jsonb_agg(r.document order by r.row_id) filter (where r.kind = 'eligibilities'), '[]')
        as eligibilities
    from wanted join inventory_rows r on r.inventory_id = ${inventoryId} and r.principal_id = wanted.principal_id
    group by r.principal_id order by r.principal_id
  `.execute(database);
  return rows;
}
