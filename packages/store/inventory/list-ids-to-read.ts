import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database.ts";

/** The next ids after this one, in the order of their bytes; from the first one where it is null. */
export type IdsAfter = { readonly afterId: string | null; readonly limit: number };

/** Plans of rollouts that wait for an inventory: to be compiled on it, or to be compared with it. */
function waitingPlans(inventoryId: string): RawBuilder<unknown> {
  return sql`(
    select r.plan from rollouts r
    where r.inventory_id = ${inventoryId}
      or exists (select from drift_checks d where d.rollout_id = r.id and d.inventory_id = ${inventoryId})
  )`;
}

/** Where a plan names approvers, each as an object with their id as its one value. */
const APPROVERS_OF_TEMPLATES = "$.spec.roleSettings.templates.*.activation.approval.approvers[*].*";
const APPROVERS_OF_OVERRIDES = "$.spec.roleSettings.assign[*].override.activation.approval.approvers[*].*";

/** Ids of those whom roles ask, or whom such plans will let them ask, to approve activations. */
function approverIds(inventoryId: string): RawBuilder<unknown> {
  return sql`(
    select approver ->> 'id' as id
    from inventory_rows, jsonb_path_query(document, '$.rules[*].approvalStages[*].primaryApprovers[*]') as approver
    where inventory_id = ${inventoryId} and kind = 'roleSettings'
    union
    select approver.id
    from ${waitingPlans(inventoryId)} as waiting
    cross join lateral (
      select jsonb_path_query(waiting.plan, ${APPROVERS_OF_TEMPLATES}::jsonpath) #>> '{}'
      union select jsonb_path_query(waiting.plan, ${APPROVERS_OF_OVERRIDES}::jsonpath) #>> '{}'
    ) as approver (id)
  )`;
}

/**
 * Ids of whoever holds something, approves something or will, or is a group by which a plan selects that waits for this
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
      select approver.id collate "C" as id
      from ${approverIds(inventoryId)} as approver
      where approver.id collate "C" > coalesce(${afterId}::text, '')
        and not exists (
          select from inventory_rows found
          where found.inventory_id = ${inventoryId} and found.kind = 'principals' and found.row_id = approver.id
        )
    ),
    selecting as (
      select distinct named.group_id collate "C" as id
      from ${waitingPlans(inventoryId)} as waiting
      cross join lateral (
        select jsonb_path_query(waiting.plan, '$.spec.selection.principals.groups[*]') #>> '{}'
        union select jsonb_path_query(waiting.plan, '$.spec.waves[*].select.groups[*]') #>> '{}'
      ) as named (group_id)
      where named.group_id collate "C" > coalesce(${afterId}::text, '')
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

/**
 * Ids of the users in groups that hold or approve something who were not found yet as principals: what becomes of such
 * a group becomes of them. Members of groups by which a plan only selects are not looked for.
 */
export async function listMemberIdsToRead(
  database: Database,
  inventoryId: string,
  { afterId, limit }: IdsAfter,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    with approving as (select id from ${approverIds(inventoryId)} as approver)
    select distinct member.id collate "C" as id
    from inventory_rows as listed
    cross join lateral jsonb_array_elements_text(listed.document -> 'userIds') as member (id)
    where listed.inventory_id = ${inventoryId} and listed.kind = 'groupMembers'
      and member.id collate "C" > coalesce(${afterId}::text, '')
      and (
        listed.row_id in (select id from approving)
        or exists (
          select from inventory_rows held
          where held.inventory_id = ${inventoryId} and held.principal_id = listed.row_id
            and held.kind in ('roleAssignments', 'assignments', 'eligibilities')
        )
      )
      and not exists (
        select from inventory_rows found
        where found.inventory_id = ${inventoryId} and found.kind = 'principals' and found.row_id = member.id
      )
    order by id limit ${limit}
  `.execute(database);
  return rows.map(({ id }) => id);
}
