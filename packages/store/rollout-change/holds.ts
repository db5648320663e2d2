import type { Hold, RolloutChange } from "@standdown/domain";
import { sql } from "kysely";
import type { Unit } from "../database.ts";
import { isInScope } from "../rollout/hold-applies.ts";
import { scopeColumns } from "../rollout/hold-row.ts";

/** Places holds. What was given out in their scope and not begun goes back, so that a hold works at once. */
export async function placeHolds(unit: Unit, holds: readonly Hold[]): Promise<void> {
  if (holds.length === 0) return;
  for (const hold of holds) {
    const scope = scopeColumns(hold.scope);
    await sql`
      insert into holds (
        id, kind, tenant_id, rollout_id, wave_position, reason, detail, placed_by, placed_at
      )
      values (
        ${hold.id}, ${hold.scope.kind}, ${scope.tenant_id}, ${scope.rollout_id}, ${scope.wave_position},
        ${hold.reason}, ${hold.detail}, ${hold.placedBy}, ${hold.placedAt}
      )
    `.execute(unit);
  }
  await sql`
    with picked as (
      select c.id from conversions c
      where c.state = 'queued' and exists (
        select 1 from holds h where h.id = any(${holds.map(({ id }) => id)}::uuid[]) and ${isInScope("c")}
      )
      order by c.id for update
    )
    update conversions c set state = 'pending', lease_until = null, is_offered = false
    from picked p where p.id = c.id and c.state = 'queued'
  `.execute(unit);
}

/** Lifts holds. What was put off for one of them is due at once. */
export async function liftHolds(unit: Unit, change: RolloutChange): Promise<void> {
  const { holdsLifted, actor, at } = change;
  if (holdsLifted.length === 0) return;
  await sql`
    update holds set lifted_by = ${actor}, lifted_at = ${at}
    where id = any(${holdsLifted}::uuid[]) and lifted_at is null
  `.execute(unit);
  await sql`
    with picked as (
      select c.id from conversions c
      where c.state = 'converting' and c.wait_reason = 'hold' and exists (
        select 1 from holds h where h.id = any(${holdsLifted}::uuid[]) and ${isInScope("c")}
      )
      order by c.id for update
    )
    update conversions c set due_at = null, wait_reason = null, wait_code = null, wait_until = null
    from picked p where p.id = c.id and c.wait_reason = 'hold'
  `.execute(unit);
  await sql`
    update role_settings_changes s set due_at = null, wait_reason = null, wait_code = null, wait_until = null
    where s.wait_reason = 'hold' and exists (
      select 1 from holds h where h.id = any(${holdsLifted}::uuid[]) and ${isInScope("s")}
    )
  `.execute(unit);
}
