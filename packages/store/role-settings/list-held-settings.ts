import type { HeldSettings } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";

/** What other rollouts of the tenant, not ended, make of the settings of these roles. */
export async function listHeldSettings(
  database: Database,
  tenantId: string,
  roleDefinitionIds: readonly string[],
  exceptRolloutId: string,
): Promise<readonly HeldSettings[]> {
  const { rows } = await sql<HeldSettings>`
    select r.id as "rolloutId", r.name as "rolloutName", s.role_definition_id as "roleDefinitionId", s.pointer,
      s.after
    from role_settings_changes s
    join rollouts r on r.id = s.rollout_id and r.state in ('planned', 'approved', 'running')
    where s.tenant_id = ${tenantId} and s.role_definition_id = any(${roleDefinitionIds}::text[])
      and s.rollout_id <> ${exceptRolloutId}
    order by s.role_definition_id, r.id
  `.execute(database);
  return rows;
}
