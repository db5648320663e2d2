import { sql } from "kysely";
import type { Database } from "../database.ts";

/** The next ids after this one, in the order of their bytes; from the first one where it is null. */
export type IdsAfter = { readonly afterId: string | null; readonly limit: number };

/**
 * Ids of whoever holds something, approves something, or is a group by which a plan selects that waits for this
 * inventory, and was not found yet as a principal. Fewer than `limit`: there are no more of them.
 */
export async function listPrincipalIdsToRead(
  database: Database,
  inventoryId: string,
  { afterId, limit }: IdsAfter,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with held as (
      select principal_id as id from inventory_rows
      where inventory_id = ${inventoryId} and principal_id > coalesce(${afterId}::text, '')
        and kind in ('roleAssignments', 'assignments', 'eligibilities')
        and not exists (
          select from inventory_rows found
          where found.inventory_id = ${inventoryId} and found.kind = 'principals'
            and found.row_id = inventory_rows.principal_id
        )
      group by principal_id order by principal_id limit ${limit}
    ),
    approving as (
      select distinct (approver ->> 'id') collate "C" as id
      from inventory_rows, jsonb_path_query(document, '$.rules[*].approvers[*]') as approver
      where inventory_id = ${inventoryId} and kind = 'roleSettings'
        and (approver ->> 'id') collate "C" > coalesce(${afterId}::text, '')
        and not exists (
          select from inventory_rows found
          where found.inventory_id = ${inventoryId} and found.kind = 'principals'
            and found.row_id = approver ->> 'id'
        )
    ),
    selecting as (
      select distinct named.group_id collate "C" as id
      from rollouts r
      cross join lateral (
        select jsonb_path_query(r.plan, '$.spec.selection.principals.groups[*]') #>> '{}'
        union select jsonb_path_query(r.plan, '$.spec.waves[*].select.groups[*]') #>> '{}'
      ) as named (group_id)
      where (
          r.inventory_id = ${inventoryId}
          or exists (select from drift_checks d where d.rollout_id = r.id and d.inventory_id = ${inventoryId})
        )
        and named.group_id collate "C" > coalesce(${afterId}::text, '')
        and not exists (
          select from inventory_rows found
          where found.inventory_id = ${inventoryId} and found.kind = 'principals' and found.row_id = named.group_id
        )
    )
    select id from (
      select id from held union select id from approving union select id from selecting
    ) as wanted
    order by id collate "C" limit ${limit}
  `.execute(database);
  return rows.map(({ id }) => id);
}

/** Ids of the groups among the principals: each holds something, approves something, or is selected by. */
export async function listGroupIdsToRead(
  database: Database,
  inventoryId: string,
  { afterId, limit }: IdsAfter,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select row_id as id from inventory_rows
    where inventory_id = ${inventoryId} and kind = 'principals' and document ->> 'type' = 'group'
      and row_id collate "C" > coalesce(${afterId}::text, '')
    order by row_id collate "C" limit ${limit}
  `.execute(database);
  return rows.map(({ id }) => id);
}
