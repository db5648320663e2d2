import type { Approval, ConversionsChange, RolloutChange, WaveChange } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database, type Unit } from "../database.ts";
import { appendEntries } from "../ledger/append-entries.ts";
import { SETTINGS_OPERATIONS } from "../role-settings/settings-sets.ts";
import { wantSettingsCheck } from "../role-settings/want-settings-check.ts";
import type { SetOperation } from "./conversion-set.ts";
import { saveDriftCheck } from "../drift/save-drift-check.ts";
import { liftHolds, placeHolds } from "./holds.ts";
import { retry } from "./retry.ts";
import { rollBack } from "./roll-back.ts";
import { skipNotBegun } from "./skip-not-begun.ts";
import { stop } from "./stop.ts";

const OPERATIONS: Readonly<Record<ConversionsChange["kind"], SetOperation>> = {
  stop,
  skipNotBegun,
  rollBack,
  retry,
};

/**
 * Saves the whole change of a rollout in one transaction, or nothing. `conflict`: the rollout is not at the version
 * that the change was decided from. The ledger gets what was decided first, then what became of each conversion.
 */
export async function saveRolloutChange(
  database: Database,
  change: RolloutChange,
): Promise<"saved" | "conflict"> {
  return await database
    .transaction()
    .execute(async (unit) => ((await writeRolloutChange(unit, change)) ? "saved" : "conflict"));
}

/** The same as a part of a larger transaction. False: the rollout is at another version, and nothing was written. */
export async function writeRolloutChange(unit: Unit, change: RolloutChange): Promise<boolean> {
  if (!(await takeVersion(unit, change))) return false;
  const { rolloutId, at, actor } = change;
  await appendEntries(unit, change.entries);
  await saveWaves(unit, rolloutId, change.waves);
  if (change.voidsApprovals) await voidApprovals(unit, rolloutId, at);
  await insertApprovals(unit, rolloutId, change.approvals);
  if (change.driftCheck !== null) await saveDriftCheck(unit, rolloutId, change.driftCheck);
  await liftHolds(unit, change);
  await placeHolds(unit, change.holdsPlaced);
  for (const set of change.conversions) {
    await OPERATIONS[set.kind](unit, { ...set, rolloutId, at, actor });
    await SETTINGS_OPERATIONS[set.kind](unit, { ...set, rolloutId, at, actor });
  }
  if (change.waves.some(endsForward)) await wantSettingsCheck(unit, rolloutId);
  return true;
}

/** True where the settings that the rollout has applied are looked at once more. */
function endsForward({ state, direction }: WaveChange): boolean {
  return direction === "forward" && (state === "completed" || state === "incomplete");
}

/** Compares and sets. Whoever comes second waits for the first to commit, and then finds another version. */
async function takeVersion(unit: Unit, { rolloutId, version, at, rollout }: RolloutChange): Promise<boolean> {
  const { rows } = await sql`
    update rollouts
    set version = version + 1, changed_at = ${at},
      state = coalesce(${rollout?.state ?? null}, state),
      direction = coalesce(${rollout?.direction ?? null}, direction),
      started_at = coalesce(started_at, ${rollout?.state === "running" ? at : null})
    where id = ${rolloutId} and version = ${version}
    returning id
  `.execute(unit);
  return rows.length > 0;
}

async function saveWaves(unit: Unit, rolloutId: string, waves: readonly WaveChange[]): Promise<void> {
  if (waves.length === 0) return;
  await sql`
    update waves w
    set state = changed.state, direction = changed.direction, soak_until = changed."soakUntil",
      failures_accepted = changed."failuresAccepted"
    from jsonb_to_recordset(${json(waves)}) as changed (
      "position" integer, state text, direction text, "soakUntil" timestamptz, "failuresAccepted" integer
    )
    where w.rollout_id = ${rolloutId} and w.position = changed."position"
  `.execute(unit);
}

async function voidApprovals(unit: Unit, rolloutId: string, at: string): Promise<void> {
  await sql`
    update approvals set voided_at = ${at} where rollout_id = ${rolloutId} and voided_at is null
  `.execute(unit);
}

async function insertApprovals(unit: Unit, rolloutId: string, approvals: readonly Approval[]): Promise<void> {
  for (const { wavePosition, digest, decision, approver, reason, at } of approvals) {
    await sql`
      insert into approvals (rollout_id, author, wave_position, digest, decision, approver, reason, at)
      select id, author, ${wavePosition}::integer, ${digest}, ${decision}, ${approver}, ${reason},
        ${at}::timestamptz
      from rollouts where id = ${rolloutId}
    `.execute(unit);
  }
}
