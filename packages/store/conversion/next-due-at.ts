import { sql } from "kysely";
import type { Database } from "../database.ts";
import { holdApplies } from "../rollout/hold-applies.ts";

/**
 * When the next conversion that was put off is due, not before its tenant may be asked again. Null: none was. What a
 * hold keeps back has no time: it is due when the hold is lifted. A time that is past says: due, and not given out yet.
 */
export async function nextDueAt(database: Database): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(c.due_at, t.until)) as at
    from conversions c left join throttles t on t.tenant_id = c.tenant_id
    where c.state = 'converting' and c.lease_until is null and c.due_at is not null
      and (c.has_open_step or c.is_stopping or not ${holdApplies("c")})
  `.execute(database);
  return rows[0]?.at ?? null;
}
