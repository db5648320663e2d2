import type { RolloutSnapshot, WaveSnapshot } from "../rollout.ts";
import { isFinalRollout, isFinalWave } from "../states.ts";
import { approveGate, approveRollout } from "./approve.ts";
import type { RolloutCommand } from "./command.ts";
import { ChangeDraft, refuse, type CommandContext, type CommandOutcome } from "./draft.ts";
import { pauseRollout, pauseWave, resumeRollout, resumeWave } from "./hold.ts";
import { retryConversion, retryRollout, retryWave } from "./retry.ts";
import { rollBackConversion, rollBackRollout, rollBackWave } from "./roll-back.ts";

/** Carries out a command on a rollout as it stands: the whole change, or why it does not fit the state. */
export function commandRollout(
  rollout: RolloutSnapshot,
  command: RolloutCommand,
  context: CommandContext,
): CommandOutcome {
  const draft = new ChangeDraft(rollout, context);
  switch (command.name) {
    case "approve":
      return approveRollout(draft, { ...command, caller: context.caller });
    case "start":
      return startRollout(draft, command.reason);
    case "pause":
      return pauseRollout(draft, command.reason);
    case "resume":
      return resumeRollout(draft);
    case "abort":
      return abortRollout(draft, command.reason);
    case "rollBack":
      return rollBackRollout(draft, command.reason);
    case "retry":
      return retryRollout(draft, command.reason);
    case "pauseWave":
      return withWave(rollout, command.wave, (wave) => pauseWave(draft, wave, command.reason));
    case "resumeWave":
      return withWave(rollout, command.wave, (wave) => resumeWave(draft, wave));
    case "rollBackWave":
      return withWave(rollout, command.wave, (wave) => rollBackWave(draft, wave, command.reason));
    case "retryWave":
      return withWave(rollout, command.wave, (wave) => retryWave(draft, wave, command.reason));
    case "promote":
    case "reject": {
      const decision = command.name === "promote" ? "approve" : "reject";
      const { digest, reason } = command;
      return withWave(rollout, command.wave, (wave) =>
        approveGate(draft, wave, { caller: context.caller, digest, decision, reason }),
      );
    }
    case "rollBackConversion":
      return rollBackConversion(draft, command);
    case "retryConversion":
      return retryConversion(draft, command);
  }
}

/** Nothing runs yet: the tenant is read first, to see whether it is still what was approved. */
function startRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { state, driftCheck, manifestDigest } = draft.rollout;
  if (state !== "approved" || manifestDigest === null) {
    return refuse("stateConflict", `the rollout is ${state}: only an approved one can start`);
  }
  if (driftCheck?.state === "checking") {
    const { orderedBy, orderedAt } = driftCheck;
    return refuse(
      "stateConflict",
      `"${orderedBy}" has started it at ${orderedAt}: the tenant is compared with what was approved`,
    );
  }
  return draft.orderDriftCheck(manifestDigest, reason).done();
}

/** Stops for good and leaves things as they are; what is in the middle is proved to its next rest. */
function abortRollout(draft: ChangeDraft, reason: string): CommandOutcome {
  const { rollout } = draft;
  if (isFinalRollout(rollout.state)) return refuse("stateConflict", `the rollout is ${rollout.state}`);
  draft.liftHolds(
    rollout.holds.filter((hold) => hold.scope.kind === "rollout" || hold.scope.kind === "wave"),
  );
  const { driftCheck } = rollout;
  if (driftCheck?.state === "checking") draft.endDriftCheck({ ...driftCheck, state: "withdrawn" });
  draft.moveRollout("aborted", rollout.direction, reason);
  for (const wave of rollout.waves.filter(({ state }) => !isFinalWave(state))) {
    draft.moveWave(wave, "aborted", wave.direction);
  }
  return draft.changeConversions({ kind: "stop", wavePosition: null, conversionId: null }).done();
}

function withWave(
  rollout: RolloutSnapshot,
  name: string,
  then: (wave: WaveSnapshot) => CommandOutcome,
): CommandOutcome {
  const wave = rollout.waves.find((candidate) => candidate.name === name);
  return wave === undefined ? refuse("notFound", `the rollout has no wave "${name}"`) : then(wave);
}
