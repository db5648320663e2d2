import { failuresOf } from "../decide.ts";
import type { RolloutSnapshot, WaveSnapshot } from "../rollout.ts";
import type { RolloutCommand } from "./command.ts";
import { refuse, type ChangeDraft, type CommandOutcome } from "./draft.ts";

/** Opens again what failed, was quarantined or was skipped by a stop: the same parameters, the same direction. */
export function retryRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { rollout } = draft;
  const refusal = refusalOf(rollout);
  if (refusal !== null) return refusal;
  const waves = rollout.waves.filter(canRetry);
  if (waves.length === 0) return refuse("stateConflict", "nothing failed, was quarantined or was stopped");
  draft.moveRollout("running", rollout.direction, reason);
  for (const wave of waves) reopen(draft, wave, 0);
  draft.changeConversions({ kind: "retry", wavePosition: null, conversionId: null });
  return draft.done();
}

/** The same for one wave. */
export function retryWave(draft: ChangeDraft, wave: WaveSnapshot, reason: string): CommandOutcome {
  const { rollout } = draft;
  const refusal = refusalOf(rollout);
  if (refusal !== null) return refusal;
  if (!canRetry(wave))
    return refuse("stateConflict", `nothing of wave "${wave.name}" failed, was quarantined or was stopped`);
  draft.moveRollout("running", rollout.direction, reason);
  reopen(draft, wave, 0);
  draft.changeConversions({ kind: "retry", wavePosition: wave.position, conversionId: null });
  return draft.done();
}

type ConversionCommand = Extract<RolloutCommand, { name: "rollBackConversion" | "retryConversion" }>;

/** The same for one conversion. */
export function retryConversion(draft: ChangeDraft, command: ConversionCommand): CommandOutcome {
  const { rollout } = draft;
  const { state, outcomeCode, conversionId, wavePosition } = command;
  const isOpenable = state === "failed" || state === "quarantined" || isReopened(outcomeCode);
  if (!isOpenable) return refuse("stateConflict", `the conversion is ${state}`);
  const refusal = refusalOf(rollout);
  if (refusal !== null) return refusal;
  const wave = rollout.waves[wavePosition];
  if (wave === undefined) return refuse("notFound", `there is no wave ${wavePosition}`);
  draft.moveRollout("running", rollout.direction, command.reason);
  reopen(draft, wave, Math.min(wave.failuresAccepted, failuresOf(wave) - 1));
  draft.changeConversions({ kind: "retry", wavePosition, conversionId });
  return draft.done();
}

/** What a stop skipped, and what was skipped for the settings of its role. */
function isReopened(outcomeCode: string | null): boolean {
  return outcomeCode === "aborted" || outcomeCode === "roleSettingsNotProved";
}

/**
 * A wave that was stopped goes through its gate again, one that ended goes on where it was. Of the failures that were
 * accepted only those count that stay: new ones spend the budget again.
 */
function reopen(draft: ChangeDraft, wave: WaveSnapshot, failuresAccepted: number): void {
  if (wave.state === "aborted" && wave.direction === "forward") draft.moveWave(wave, "pending", "forward");
  else draft.moveWave(wave, "running", wave.direction);
  draft.acceptFailures(wave, Math.max(0, failuresAccepted));
}

function refusalOf({ state, startedAt }: RolloutSnapshot): CommandOutcome | null {
  if (state !== "running" && state !== "incomplete" && state !== "aborted") {
    return refuse("stateConflict", `the rollout is ${state}`);
  }
  return startedAt !== null ? null : refuse("stateConflict", "the rollout was never started");
}

function canRetry(wave: WaveSnapshot): boolean {
  const { state, settings } = wave;
  const hasBegun = state === "running" || state === "soaking" || state === "incomplete";
  return failuresOf(wave) > 0 || (hasBegun && settings.failed > 0) || state === "aborted";
}
