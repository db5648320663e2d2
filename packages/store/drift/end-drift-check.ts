import type { RolloutChange } from "@standdown/domain";
import { sql } from "kysely";
import { clearCompilations } from "../compilation/clear-compilations.ts";
import { heldByOthers, replaceManifest, type CompiledManifest } from "../compilation/finish-compilation.ts";
import type { Compilation } from "../compilation/save-drafts.ts";
import type { Database, Unit } from "../database.ts";
import { writeRolloutChange } from "../rollout-change/save-rollout-change.ts";

/**
 * Saves what became of a start whose look at the tenant has ended, in one transaction. Where approvals became void, what
 * the compilation has stored takes the manifest's place. `conflict`: the rollout changed meanwhile, or another one moves
 * some of the same by now or wants other settings of a role, and nothing was written; the compilation is still there.
 */
export async function endDriftCheck(
  database: Database,
  compilation: Compilation,
  change: RolloutChange,
  compiled: CompiledManifest | null,
): Promise<"saved" | "conflict"> {
  return await database.transaction().execute(async (unit) => {
    const next = change.voidsApprovals ? compiled : null;
    if (next !== null && (await heldByOthers(unit, compilation, next)) !== null) return "conflict";
    if (!(await writeRolloutChange(unit, change))) return "conflict";
    if (next !== null) await replaceManifest(unit, compilation, next, change.at);
    if (change.driftCheck !== null) await keepRowsOf(unit, compilation, change.driftCheck.id);
    await clearCompilations(unit, compilation.rolloutId);
    return "saved";
  });
}

/** What others have compared at the same time is thrown away. */
async function keepRowsOf(unit: Unit, { id }: Compilation, checkId: string): Promise<void> {
  await sql`update drift_checks set compilation_id = ${id} where id = ${checkId}`.execute(unit);
  await sql`delete from drift_rows where check_id = ${checkId} and compilation_id <> ${id}`.execute(unit);
}
