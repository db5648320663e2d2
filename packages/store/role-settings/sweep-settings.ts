import { sql } from "kysely";
import type { Database } from "../database.ts";

/**
 * Gives back changes of role settings that were leased and not renewed; answers how many. Each stays as it is, due at
 * once, with a new fence, so that a worker that comes to life again can't write.
 */
export async function sweepSettings(database: Database): Promise<number> {
  const { rows } = await sql<{ swept: number }>`
    with expired as (
      select s.id from role_settings_changes s where s.lease_until <= now() order by s.id for update skip locked
    ),
    swept as (
      update role_settings_changes s
      set fence = s.fence + 1, lease_until = null, is_offered = false,
        crash_count = s.crash_count + case when s.is_offered then 0 else 1 end
      from expired e where e.id = s.id
      returning s.id
    )
    select count(*)::integer as swept from swept
  `.execute(database);
  return rows[0]?.swept ?? 0;
}
