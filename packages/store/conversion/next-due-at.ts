import { sql } from "kysely";
import type { Database } from "../database.ts";
import { wantedSettings } from "../role-settings/wanted-settings.ts";
import { holdApplies } from "../rollout/hold-applies.ts";

/**
 * When the next conversion, or the settings of the next role, that were put off are due, not before its tenant may be asked again. Null: none was. What a
 * hold keeps back has no time: it is due when the hold is lifted. A time that is past says: due, and not given out yet.
 */
export async function nextDueAt(database: Database): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (
        select min(greatest(c.due_at, t.until))
        from conversions c left join throttles t on t.tenant_id = c.tenant_id
        where c.state = 'converting' and c.lease_until is null and c.due_at is not null
          and (c.has_open_step or c.is_stopping or not ${holdApplies("c")})
      ),
      (
        select min(greatest(s.due_at, t.until))
        from (${wantedSettings}) as s left join throttles t on t.tenant_id = s.tenant_id
        where s.lease_until is null and s.due_at is not null and s.is_due
      )
    ) as at
  `.execute(database);
  return rows[0]?.at ?? null;
}
