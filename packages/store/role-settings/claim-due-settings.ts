import { sql } from "kysely";
import type { Claim } from "../claim.ts";
import { isThrottled } from "../conversion/throttle-tenant.ts";
import { ADVISORY_LOCKS, fromNow, tryLock, type Database } from "../database.ts";
import { wantedSettings } from "./wanted-settings.ts";

/**
 * Gives out changes of role settings that are due, each with a new fence and a lease: first those in the middle. One for
 * each role of a tenant, over all its rollouts. Empty: nothing is due, or somebody else gives out.
 */
export async function claimDueSettings(
  database: Database,
  options: { readonly limit: number; readonly leaseMs: number; readonly now: Date },
): Promise<readonly Claim[]> {
  const { limit, leaseMs, now } = options;
  return await database.transaction().execute(async (unit) => {
    if (!(await tryLock(unit, ADVISORY_LOCKS.settings))) return [];
    const { rows } = await sql<Claim>`
      with due as (
        select s.id, s.tenant_id, s.role_definition_id, s.state
        from (${wantedSettings}) as s
        where s.lease_until is null and (s.due_at is null or s.due_at <= ${now}) and s.is_due
          and not ${isThrottled("s", sql`${now}`)}
          and not exists (
            select 1 from role_settings_changes other
            where other.tenant_id = s.tenant_id and other.role_definition_id = s.role_definition_id
              and other.id <> s.id and (
                other.state = 'changing' or other.lease_until is not null
                or (other.has_open_write and other.state = 'applied')
              )
          )
      ),
      of_role as (
        select distinct on (tenant_id, role_definition_id) id, state from due
        order by tenant_id, role_definition_id, (state = 'changing') desc, id
      ),
      given as (
        select s.id from of_role o join role_settings_changes s on s.id = o.id
        where s.lease_until is null
        order by (o.state = 'changing') desc, s.id limit ${limit}
        for update of s skip locked
      )
      update role_settings_changes s
      set fence = s.fence + 1, lease_until = ${fromNow(leaseMs)}, is_offered = true
      from given where given.id = s.id
      returning s.id, s.fence
    `.execute(unit);
    return rows;
  });
}
