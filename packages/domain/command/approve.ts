import { approversOf } from "../decide.ts";
import type { RolloutSnapshot, WaveSnapshot } from "../rollout.ts";
import { refuse, type ChangeDraft, type CommandOutcome } from "./draft.ts";

type Word = {
  readonly caller: string;
  readonly digest: string;
  readonly decision: "approve" | "reject";
  readonly reason: string;
};

/**
 * Approves or rejects the rollout as a whole: the digest is signed, and the author can't sign. It is approved once as
 * many people have signed as the plan asks for; one rejection ends it.
 */
export function approveRollout(draft: ChangeDraft, word: Word): CommandOutcome {
  const { rollout } = draft;
  if (rollout.state !== "planned") {
    return refuse("stateConflict", `the rollout is ${rollout.state}: only a planned one waits for approval`);
  }
  const refusal = refusalOf(rollout, null, word);
  if (refusal !== null) return refusal;
  draft.approve(null, word.decision, word.digest, word.reason);
  if (word.decision === "approve") {
    const isEnough = approversOf(rollout, null).length + 1 >= rollout.approvalMinimum;
    return (isEnough ? draft.moveRollout("approved", "forward", word.reason) : draft).done();
  }
  draft.moveRollout("aborted", "forward", word.reason);
  for (const wave of rollout.waves) draft.moveWave(wave, "aborted", "forward");
  return draft.changeConversions({ kind: "stop", wavePosition: null, conversionId: null }).done();
}

/** Approves or rejects the gate of one wave. A rejection places a hold: nobody is moved until a person resumes. */
export function approveGate(draft: ChangeDraft, wave: WaveSnapshot, word: Word): CommandOutcome {
  const { rollout } = draft;
  if (wave.approvalMinimum === 0) {
    return refuse("stateConflict", `the plan asks for no approval of wave "${wave.name}"`);
  }
  if (rollout.state !== "approved" && rollout.state !== "running") {
    return refuse("stateConflict", `the rollout is ${rollout.state}`);
  }
  if (wave.state !== "pending" && wave.state !== "waiting") {
    return refuse("stateConflict", `wave "${wave.name}" is ${wave.state}: its gate is behind it`);
  }
  const refusal = refusalOf(rollout, wave.position, word);
  if (refusal !== null) return refusal;
  draft.approve(wave.position, word.decision, word.digest, word.reason);
  if (word.decision === "reject") {
    const scope = { kind: "wave", rolloutId: rollout.id, wavePosition: wave.position } as const;
    draft.placeHold(scope, "rejected", word.reason);
  }
  return draft.done();
}

function refusalOf(rollout: RolloutSnapshot, wavePosition: number | null, word: Word): CommandOutcome | null {
  if (word.caller === rollout.author) {
    return refuse("sameIdentity", `"${word.caller}" posted the plan and can't approve it`);
  }
  if (rollout.manifestDigest === null || word.digest !== rollout.manifestDigest) {
    return refuse("digestMismatch", `the manifest's digest is ${rollout.manifestDigest ?? "not known yet"}`);
  }
  const last = rollout.approvals.findLast(
    (approval) =>
      approval.wavePosition === wavePosition && approval.approver === word.caller && !approval.isVoid,
  );
  if (last?.decision !== word.decision) return null;
  return refuse("alreadyDecided", `"${word.caller}" has said ${word.decision} already`);
}
