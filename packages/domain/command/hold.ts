import { failuresOf } from "../decide.ts";
import type { Hold } from "../hold.ts";
import type { WaveSnapshot } from "../rollout.ts";
import { isFinalRollout, isFinalWave } from "../states.ts";
import { refuse, type ChangeDraft, type CommandOutcome } from "./draft.ts";

/** Places a hold on the rollout: nothing new begins, what is in the middle is proved to its next rest. */
export function pauseRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (isFinalRollout(rollout.state)) return refuse("stateConflict", `the rollout is ${rollout.state}`);
  if (rollout.holds.some((hold) => hold.scope.kind === "rollout" && hold.reason === "paused")) {
    return refuse("stateConflict", "the rollout is paused already");
  }
  return draft.placeHold({ kind: "rollout", rolloutId: rollout.id }, "paused", reason).done();
}

/** Lifts every hold on the rollout. Failures that placed one are known from now on and place no second. */
export function resumeRollout(draft: ChangeDraft): CommandOutcome {
  const { rollout } = draft;
  const holds = rollout.holds.filter((hold) => hold.scope.kind === "rollout");
  if (holds.length === 0) return refuse("stateConflict", "no hold is placed on the rollout");
  if (holds.some((hold) => hold.reason === "failureBudgetSpent")) {
    for (const wave of rollout.waves.filter(({ state }) => !isFinalWave(state)))
      draft.acceptFailures(wave, failuresOf(wave));
  }
  return draft.liftHolds(holds).done();
}

/** Places a hold on one wave. */
export function pauseWave(draft: ChangeDraft, wave: WaveSnapshot, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (isFinalWave(wave.state)) return refuse("stateConflict", `wave "${wave.name}" is ${wave.state}`);
  if (holdsOf(draft, wave).some((hold) => hold.reason === "paused")) {
    return refuse("stateConflict", `wave "${wave.name}" is paused already`);
  }
  const scope = { kind: "wave", rolloutId: rollout.id, wavePosition: wave.position } as const;
  return draft.placeHold(scope, "paused", reason).done();
}

/** Lifts every hold on one wave. */
export function resumeWave(draft: ChangeDraft, wave: WaveSnapshot): CommandOutcome {
  const holds = holdsOf(draft, wave);
  if (holds.length === 0) return refuse("stateConflict", `no hold is placed on wave "${wave.name}"`);
  return draft.liftHolds(holds).done();
}

function holdsOf({ rollout }: ChangeDraft, { position }: WaveSnapshot): Hold[] {
  return rollout.holds.filter((hold) => hold.scope.kind === "wave" && hold.scope.wavePosition === position);
}
