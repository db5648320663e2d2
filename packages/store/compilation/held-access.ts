import type { HeldAccess } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { Compilation } from "./save-drafts.ts";

/** Which other rollouts of the tenant, not ended, move some of the same principals in the same roles, at any scope. */
export async function listHeldAccess(
  database: Database,
  { id, rolloutId }: Compilation,
): Promise<readonly HeldAccess[]> {
  const { rows } = await sql<HeldAccess>`
    with held as (
      select distinct m.rollout_id, m.principal_id, m.role_definition_id
      from compiled_entries e
      join manifest_entries m on m.principal_id = e.principal_id collate "default"
        and m.role_definition_id = e.document #>> '{key,roleDefinitionId}'
        and m.disposition in ('convert', 'remove')
      where e.compilation_id = ${id} and e.document ->> 'disposition' in ('convert', 'remove')
    )
    select other.id as "rolloutId", other.name as "rolloutName", count(*)::integer as count
    from held
    join rollouts other on other.id = held.rollout_id
    join rollouts own on own.id = ${rolloutId}
    where other.tenant_id = own.tenant_id and other.id <> own.id
      and other.state in ('planned', 'approved', 'running')
    group by other.id, other.name order by other.id
  `.execute(database);
  return rows;
}
