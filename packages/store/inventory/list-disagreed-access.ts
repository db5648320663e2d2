import type { DisagreedAccess } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Whose active access to which role only one of the two lists has, of principals that the directory knows: PIM keeps
 * the rows of deleted ones for days, which is no disagreement. Rows that come through a group are the group's.
 */
export async function listDisagreedAccess(
  database: Database,
  inventoryId: string,
  limit: number,
): Promise<readonly DisagreedAccess[]> {
  const { rows } = await sql<DisagreedAccess>`
    with rows as (
      select kind, principal_id, document,
        (document ->> 'roleDefinitionId') || ' ' || coalesce(document ->> 'directoryScopeId', '') || ' '
          || coalesce(document ->> 'appScopeId', '') as place
      from inventory_rows
      where inventory_id = ${inventoryId} and kind in ('roleAssignments', 'assignments')
        and (kind = 'roleAssignments' or document ->> 'memberType' = 'Direct')
    ),
    single as (
      select principal_id, min(document ->> 'roleDefinitionId') as role_id
      from rows group by principal_id, place having count(distinct kind) = 1
    )
    select distinct single.principal_id as "principalId", known.document ->> 'type' as "principalType",
      single.role_id as "roleDefinitionId"
    from single join inventory_rows known
      on known.inventory_id = ${inventoryId} and known.kind = 'principals' and known.row_id = single.principal_id
    order by 1, 3 limit ${limit}
  `.execute(database);
  return rows;
}
