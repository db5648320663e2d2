import type { Approval, ConversionsChange, RolloutChange, WaveChange } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database, type Unit } from "../database.ts";
import { appendEntries } from "../ledger/append-entries.ts";
import type { SetOperation } from "./conversion-set.ts";
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
  return await database.transaction().execute(async (unit) => {
    if (!(await takeVersion(unit, change))) return "conflict";
    await appendEntries(unit, change.entries);
    await saveWaves(unit, change.rolloutId, change.waves);
    await insertApprovals(unit, change.rolloutId, change.approvals);
    await liftHolds(unit, change);
    await placeHolds(unit, change.holdsPlaced);
    for (const set of change.conversions) {
      const { rolloutId, at, actor } = change;
      await OPERATIONS[set.kind](unit, { ...set, rolloutId, at, actor });
    }
    return "saved";
  });
}

/** Compares and sets. Whoever comes second waits for the first to commit, and then finds another version. */
async function takeVersion(unit: Unit, { rolloutId, version, at, rollout }: RolloutChange): Promise<boolean> {
  const { rows } = await sql`
    update rollouts
    set version = version + 1, changed_at = ${at},
      state = coalesce(${rollout?.state ?? null}, state),
      direction = coalesce(${rollout?.direction ?? null}, direction)
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
