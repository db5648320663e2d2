import { sql } from "kysely";
import type { Database } from "../database.ts";

/** Nothing of this tenant is given out before then. An earlier time than the one that is known changes nothing. */
export async function throttleTenant(database: Database, tenantId: string, until: Date): Promise<void> {
  await sql`
    insert into throttles as t (tenant_id, until) values (${tenantId}, ${until})
    on conflict (tenant_id) do update set until = excluded.until where t.until < excluded.until
  `.execute(database);
}
