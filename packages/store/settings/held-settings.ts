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
    select other.id as "rolloutId", other.name as "rolloutName", c.role_definition_id as "roleDefinitionId",
      c.pointer, c.after
    from role_settings_changes c join rollouts other on other.id = c.rollout_id
    where other.tenant_id = ${tenantId} and other.id <> ${exceptRolloutId}
      and other.state in ('planned', 'approved', 'running')
      and c.role_definition_id = any(${roleDefinitionIds}::text[])
    order by c.role_definition_id, other.id
  `.execute(database);
  return rows;
}
