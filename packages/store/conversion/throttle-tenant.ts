import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database.ts";

/** Nothing of this tenant is given out before then. An earlier time than the one that is known changes nothing. */
export async function throttleTenant(database: Database, tenantId: string, until: Date): Promise<void> {
  await sql`
    insert into throttles as t (tenant_id, until) values (${tenantId}, ${until})
    on conflict (tenant_id) do update set until = excluded.until where t.until < excluded.until
  `.execute(database);
}

/**
 * True where the tenant of the row asked to be left alone at a time, by default now; `alias` names a row with the
 * column `tenant_id`.
 */
export function isThrottled(alias: string, at: RawBuilder<Date> = sql<Date>`now()`): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from throttles t where t.tenant_id = ${sql.ref(`${alias}.tenant_id`)} and t.until > ${at}
  )`;
}
