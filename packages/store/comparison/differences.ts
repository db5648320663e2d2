import { DIFFERENCE_KINDS, REVIEWED_PROPERTIES } from "@standdown/domain";
import { sql, type RawBuilder } from "kysely";

/** Two completed inventories of one tenant. */
export type ComparedInventories = { readonly earlierId: string; readonly laterId: string };

/**
 * The differences of two inventories as the domain's `compareAccess` defines them, as a query that is worked off in the
 * database: columns kind, principal_id, place (the order within a principal), role_definition_id, directory_scope_id,
 * app_scope_id, changed. Principals before `fromPrincipalId` are not looked at.
 */
export function differences(
  { earlierId, laterId }: ComparedInventories,
  fromPrincipalId = "",
): RawBuilder<unknown> {
  return sql`
    with both_rows as (
      select side.is_later, r.kind, r.principal_id, r.document
      from (values (false, ${earlierId}::uuid), (true, ${laterId}::uuid)) as side (is_later, inventory_id)
      join inventory_rows r on r.inventory_id = side.inventory_id
      where r.principal_id >= ${fromPrincipalId}
        and r.kind in ('principals', 'roleAssignments', 'assignments', 'eligibilities')
    ),
    access as (
      select is_later, case when kind = 'assignments' then 'standing' else 'eligible' end as side, principal_id,
        document ->> 'roleDefinitionId' as role_definition_id,
        document ->> 'directoryScopeId' as directory_scope_id, document ->> 'appScopeId' as app_scope_id
      from both_rows
      where document ->> 'memberType' = 'Direct' and (
        kind = 'eligibilities'
        or (
          kind = 'assignments' and document ->> 'assignmentType' = 'Assigned'
          and document ->> 'endDateTime' is null
        )
      )
    ),
    people as (
      select principal_id,
        (jsonb_agg(document) filter (where kind = 'principals' and not is_later)) -> 0 as earlier,
        (jsonb_agg(document) filter (where kind = 'principals' and is_later)) -> 0 as later,
        case when bool_or(not is_later) then 'unknown' else 'absent' end as earlier_presence,
        case when bool_or(is_later) then 'unknown' else 'absent' end as later_presence
      from both_rows
      group by principal_id
    ),
    found as (
      select side || case when bool_or(is_later) then 'Added' else 'Removed' end as kind, principal_id,
        role_definition_id, directory_scope_id, app_scope_id, '[]'::jsonb as changed
      from access
      group by side, principal_id, role_definition_id, directory_scope_id, app_scope_id
      having bool_and(is_later) or not bool_or(is_later)
      union all
      select
        case when p.earlier is null then 'principalNew' when p.later is null then 'principalGone'
          else 'principalChanged' end,
        p.principal_id, null, null, null, changes.changed
      from people p cross join lateral (
        select jsonb_agg(
          jsonb_build_object('property', property, 'from', was, 'to', is_now) order by place
        ) as changed
        from (
          select 0, 'presence', to_jsonb(case when p.earlier is null then p.earlier_presence else 'known' end),
            to_jsonb(case when p.later is null then p.later_presence else 'known' end)
          union all
          select property.place, property.name, p.earlier -> property.name, p.later -> property.name
          from unnest(${[...REVIEWED_PROPERTIES]}::text[]) with ordinality as property (name, place)
          where p.earlier is not null and p.later is not null
        ) as compared (place, property, was, is_now)
        where was is distinct from is_now
      ) as changes
      where changes.changed is not null and (p.earlier is not null or p.later is not null)
    )
    select kind, principal_id,
      jsonb_build_array(
        array_position(${[...DIFFERENCE_KINDS]}::text[], kind), role_definition_id, directory_scope_id, app_scope_id
      )::text collate "C" as place,
      role_definition_id, directory_scope_id, app_scope_id, changed
    from found
  `;
}

/**
 * The same rows as documents (`NamedDifference`) with their names: principal_id, place, kind, document. `source` is
 * what {@link differences} answers, or a page of it.
 */
export function namedDifferences(
  source: RawBuilder<unknown>,
  { earlierId, laterId }: ComparedInventories,
): RawBuilder<unknown> {
  // Principals' ids have another collation than the index has, which would not be used then.
  const nameIn = (
    kind: string,
    id: RawBuilder<unknown>,
    name: RawBuilder<unknown>,
  ): RawBuilder<unknown> => sql`(
    select ${name} from inventory_rows r
    where r.inventory_id in (${earlierId}::uuid, ${laterId}::uuid) and r.kind = ${kind} and r.row_id = ${id} collate "default"
    order by r.inventory_id = ${laterId}::uuid desc limit 1
  )`;
  const displayName = sql`r.document ->> 'displayName'`;
  const principalName = sql`coalesce(r.document ->> 'userPrincipalName', ${displayName})`;
  const scope = sql`coalesce(d.directory_scope_id, d.app_scope_id)`;
  return sql`
    select d.principal_id, d.place, d.kind, jsonb_build_object(
      'kind', d.kind, 'principalId', d.principal_id, 'roleDefinitionId', d.role_definition_id,
      'directoryScopeId', d.directory_scope_id, 'appScopeId', d.app_scope_id, 'changed', d.changed,
      'principalName', coalesce(${nameIn("principals", sql`d.principal_id`, principalName)}, d.principal_id),
      'roleName', coalesce(${nameIn("roles", sql`d.role_definition_id`, displayName)}, d.role_definition_id),
      'scopeName', case
        when ${scope} = '/' then 'tenant'
        when ${scope} like '/administrativeUnits/%' then coalesce(
          ${nameIn("administrativeUnits", sql`substr(d.directory_scope_id, 22)`, displayName)}, ${scope}
        )
        else ${scope} end
    ) as document
    from (${source}) as d
  `;
}
