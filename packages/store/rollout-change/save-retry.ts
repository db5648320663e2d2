import type { HeldAccess, RolloutChange } from "@standdown/domain";
import { sql } from "kysely";
import { ADVISORY_LOCKS, type Database, type Unit } from "../database.ts";
import { isInSet } from "./conversion-set.ts";
import { writeRolloutChange } from "./save-rollout-change.ts";

/**
 * Saves a change that opens conversions again, as `saveRolloutChange` does. A rollout that had ended comes back with it
 * as the second over what others have taken meanwhile: `heldBy` are those that have not ended, and nothing was written.
 * What goes back is opened whoever holds it, for undoing is never refused.
 */
export async function saveRetry(
  database: Database,
  change: RolloutChange,
): Promise<"saved" | "conflict" | { readonly heldBy: readonly HeldAccess[] }> {
  return await database.transaction().execute(async (unit) => {
    const heldBy = await heldByOthers(unit, change);
    if (heldBy.length > 0) return { heldBy };
    return (await writeRolloutChange(unit, change)) ? "saved" : "conflict";
  });
}

/** Under the lock of compilations: of a retry and a plan over the same that end at once, the first wins. */
async function heldByOthers(unit: Unit, change: RolloutChange): Promise<readonly HeldAccess[]> {
  const { rolloutId, at, actor } = change;
  await sql`
    select pg_advisory_xact_lock(${ADVISORY_LOCKS.finishCompilation}::integer, hashtext(tenant_id))
    from rollouts where id = ${rolloutId}
  `.execute(unit);
  const sets = change.conversions.filter(({ kind }) => kind === "retry");
  const { rows } = await sql<HeldAccess>`
    select other.id as "rolloutId", other.name as "rolloutName",
      count(distinct (c.principal_id, c.role_definition_id))::integer as count
    from conversions c
    join conversions theirs on theirs.tenant_id = c.tenant_id and theirs.principal_id = c.principal_id
      and theirs.role_definition_id = c.role_definition_id and theirs.rollout_id <> c.rollout_id
    join rollouts other on other.id = theirs.rollout_id and other.state in ('planned', 'approved', 'running')
    where (${sql.join(
      sets.map((set) => isInSet({ ...set, rolloutId, at, actor })),
      sql` or `,
    )})
      and c.direction = 'forward'
      and (c.state in ('failed', 'quarantined') or (
        c.state = 'skipped' and c.outcome_code in ('aborted', 'roleSettingsNotProved')
      ))
    group by other.id, other.name order by other.id
  `.execute(unit);
  return rows;
}
