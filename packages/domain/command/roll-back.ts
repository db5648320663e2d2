import type { WaveSnapshot } from "../rollout.ts";
import type { RolloutCommand } from "./command.ts";
import { refuse, type ChangeDraft, type CommandOutcome } from "./draft.ts";

/** Undoes the whole rollout: what was begun turns back, what was not is skipped. Its own holds are lifted. */
export function rollBackRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (rollout.state === "compiling" || rollout.state === "planned" || rollout.state === "approved") {
    return refuse("stateConflict", `the rollout is ${rollout.state}: there is nothing to undo`);
  }
  if (rollout.direction === "back") {
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
  if (!hasBegun(wave))
    return refuse("stateConflict", `wave "${wave.name}" is ${wave.state}: there is nothing to undo`);
  if (wave.direction === "back") {
    return refuse(
      "stateConflict",
      `wave "${wave.name}" ${wave.state === "running" ? "is being" : "was"} rolled back`,
    );
  }
  draft.moveRollout("running", rollout.direction, reason);
  draft.moveWave(wave, "running", "back");
  draft.changeConversions({ kind: "skipNotBegun", wavePosition: wave.position, conversionId: null });
  draft.changeConversions({ kind: "rollBack", wavePosition: wave.position, conversionId: null });
  return draft.done();
}

type ConversionCommand = Extract<RolloutCommand, { name: "rollBackConversion" | "retryConversion" }>;

/** Undoes one conversion, whatever its wave does. */
export function rollBackConversion(draft: ChangeDraft, command: ConversionCommand): CommandOutcome {
  const { state, direction, outcomeCode, conversionId, wavePosition } = command;
  const hasEffect =
    state === "converted" || state === "failed" || state === "quarantined" || outcomeCode === "aborted";
  if (direction === "back" || !hasEffect) {
    return refuse(
      "stateConflict",
      `the conversion is ${state}${direction === "back" ? " on its way back" : ""}: there is nothing to undo`,
    );
  }
  return draft.changeConversions({ kind: "rollBack", wavePosition, conversionId }).done();
}

/** True when conversions of the wave may have had an effect. */
function hasBegun(wave: WaveSnapshot): boolean {
  const { converting, converted, failed, quarantined, skipped } = wave.counts;
  if (wave.state === "pending" || wave.state === "waiting" || wave.state === "rolledBack") return false;
  return wave.state === "running" || converting + converted + failed + quarantined + skipped > 0;
}
