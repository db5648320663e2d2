import type { WaveSnapshot } from "../rollout.ts";
import type { RolloutCommand } from "./command.ts";
import { refuse, type ChangeDraft, type CommandOutcome } from "./draft.ts";

/** Opens again what failed, was quarantined or was skipped by a stop: the same parameters, the same direction. */
export function retryRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (rollout.state !== "running" && rollout.state !== "incomplete" && rollout.state !== "aborted") {
    return refuse("stateConflict", `the rollout is ${rollout.state}`);
  }
  if (
    !rollout.approvals.some((approval) => approval.wavePosition === null && approval.decision === "approve")
  ) {
    return refuse("stateConflict", "the rollout was never approved");
  }
  const waves = rollout.waves.filter(canRetry);
  if (waves.length === 0) return refuse("stateConflict", "nothing failed, was quarantined or was stopped");
  draft.moveRollout("running", rollout.direction, reason);
  for (const wave of waves) reopen(draft, wave);
  draft.changeConversions({ kind: "retry", wavePosition: null, conversionId: null });
  return draft.done();
}

/** The same for one wave. */
export function retryWave(draft: ChangeDraft, wave: WaveSnapshot, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (rollout.state !== "running" && rollout.state !== "incomplete") {
    return refuse("stateConflict", `the rollout is ${rollout.state}`);
  }
  if (!canRetry(wave))
    return refuse("stateConflict", `nothing of wave "${wave.name}" failed, was quarantined or was stopped`);
  draft.moveRollout("running", rollout.direction, reason);
  reopen(draft, wave);
  draft.changeConversions({ kind: "retry", wavePosition: wave.position, conversionId: null });
  return draft.done();
}

type ConversionCommand = Extract<RolloutCommand, { name: "rollBackConversion" | "retryConversion" }>;

/** The same for one conversion. */
export function retryConversion(draft: ChangeDraft, command: ConversionCommand): CommandOutcome {
  const { rollout } = draft;
  const { state, outcomeCode, conversionId, wavePosition } = command;
  const isOpenable = state === "failed" || state === "quarantined" || outcomeCode === "aborted";
  if (!isOpenable) return refuse("stateConflict", `the conversion is ${state}`);
  if (rollout.state !== "running" && rollout.state !== "incomplete") {
    return refuse("stateConflict", `the rollout is ${rollout.state}`);
  }
  const wave = rollout.waves[wavePosition];
  if (wave === undefined) return refuse("notFound", `there is no wave ${wavePosition}`);
  draft.moveRollout("running", rollout.direction, command.reason);
  reopen(draft, wave);
  draft.changeConversions({ kind: "retry", wavePosition, conversionId });
  return draft.done();
}

/** A wave that was stopped goes through its gate again, one that ended goes on where it was. */
function reopen(draft: ChangeDraft, wave: WaveSnapshot): void {
  if (wave.state === "aborted" && wave.direction === "forward") draft.moveWave(wave, "pending", "forward");
  else draft.moveWave(wave, "running", wave.direction);
}

function canRetry(wave: WaveSnapshot): boolean {
  return wave.counts.failed + wave.counts.quarantined > 0 || wave.state === "aborted";
}
