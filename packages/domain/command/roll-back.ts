import { isWaveHeld } from "../decide.ts";
import type { WaveSnapshot } from "../rollout.ts";
import { isFinalConversion, isFinalWave } from "../states.ts";
import type { RolloutCommand } from "./command.ts";
import { refuse, type ChangeDraft, type CommandOutcome } from "./draft.ts";

/** Undoes the whole rollout: what was begun turns back, what was not is skipped. Its own holds are lifted. */
export function rollBackRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (rollout.startedAt === null) {
    return refuse("stateConflict", `the rollout is ${rollout.state}: there is nothing to undo`);
  }
  if (rollout.direction === "back" && rollout.state !== "aborted") {
    return refuse(
      "stateConflict",
      `the rollout ${rollout.state === "running" ? "is being" : "was"} rolled back`,
    );
  }
  draft.liftHolds(
    rollout.holds.filter((hold) => hold.scope.kind === "rollout" || hold.scope.kind === "wave"),
  );
  draft.moveRollout("running", "back", reason);
  for (const wave of rollout.waves) {
    if (hasBegun(wave)) draft.moveWave(wave, "running", "back");
    else if (wave.state !== "rolledBack") draft.moveWave(wave, "skipped", "forward");
  }
  draft.changeConversions({ kind: "skipNotBegun", wavePosition: null, conversionId: null });
  draft.changeConversions({ kind: "rollBack", wavePosition: null, conversionId: null });
  return draft.done();
}

/** Undoes one wave. The waves after it wait until a person resumes. */
export function rollBackWave(draft: ChangeDraft, wave: WaveSnapshot, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (draft.rollout.startedAt === null || !hasBegun(wave))
    return refuse("stateConflict", `wave "${wave.name}" is ${wave.state}: there is nothing to undo`);
  if (wave.direction === "back" && wave.state !== "aborted") {
    return refuse(
      "stateConflict",
      `wave "${wave.name}" ${wave.state === "running" ? "is being" : "was"} rolled back`,
    );
  }
  draft.moveRollout("running", rollout.direction, reason);
  holdTheOthers(draft, wave, reason);
  draft.moveWave(wave, "running", "back");
  draft.changeConversions({ kind: "skipNotBegun", wavePosition: wave.position, conversionId: null });
  draft.changeConversions({ kind: "rollBack", wavePosition: wave.position, conversionId: null });
  return draft.done();
}

type ConversionCommand = Extract<RolloutCommand, { name: "rollBackConversion" | "retryConversion" }>;

/** What held the rollout would hold the undoing as well: it holds the other waves instead, until a person resumes. */
function holdTheOthers(draft: ChangeDraft, { position }: WaveSnapshot, reason: string): void {
  const { rollout } = draft;
  const ofRollout = rollout.holds.filter(({ scope }) => scope.kind === "rollout");
  const ofWave = rollout.holds.filter(
    ({ scope }) => scope.kind === "wave" && scope.wavePosition === position,
  );
  draft.liftHolds([...ofRollout, ...ofWave]);
  if (ofRollout.length === 0) return;
  for (const other of rollout.waves.filter(
    (wave) => wave.position !== position && !isFinalWave(wave.state),
  )) {
    draft.placeHold({ kind: "wave", rolloutId: rollout.id, wavePosition: other.position }, "paused", reason);
  }
}

/** Undoes one conversion, whatever its wave does. */
export function rollBackConversion(draft: ChangeDraft, command: ConversionCommand): CommandOutcome {
  const { state, direction, hasBegun: hasEffect, conversionId, wavePosition } = command;
  const isUndone = direction === "back" && state !== "skipped";
  if (isUndone || !isFinalConversion(state) || !hasEffect) {
    return refuse(
      "stateConflict",
      `the conversion is ${state}${direction === "back" ? " on its way back" : ""}: there is nothing to undo`,
    );
  }
  if (isWaveHeld(draft.rollout, wavePosition)) {
    return refuse("stateConflict", "a hold applies to the conversion: lift it first");
  }
  return draft.changeConversions({ kind: "rollBack", wavePosition, conversionId }).done();
}

/** True when conversions of the wave, or settings of its roles, may have had an effect. */
function hasBegun(wave: WaveSnapshot): boolean {
  const { converting, converted, removed, failed, quarantined, skipped } = wave.counts;
  if (wave.state === "pending" || wave.state === "waiting" || wave.state === "rolledBack") return false;
  const count = converting + converted + removed + failed + quarantined + skipped + wave.settings.applied;
  return wave.state === "running" || count > 0;
}
