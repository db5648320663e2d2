import type { Step } from "../step.ts";
import { end, type ConversionAction, type ObservedSituation } from "./action.ts";
import { awaitAgreement, endStep, withoutAgreement } from "./agreement.ts";
import { isEmergencyAccess, obstacleToRemoval } from "./obstacle.ts";
import { send } from "./request.ts";
import { assignedRow, eligibleRow, isAsBefore, isStandingAbsent } from "./rows.ts";
import { findOut } from "./unknown.ts";
import { isPatienceOver, nextPoll } from "./waiting.ts";

/** The pivot, not begun: the eligibility must be there now, and nothing else may have changed. */
export function beginRemove(situation: ObservedSituation): ConversionAction {
  const { conversion, access } = situation;
  const { remove } = conversion.steps;
  if (isEmergencyAccess(conversion)) return end(conversion, "failed", "emergencyAccess");
  if (access.principal === null) {
    return awaitAgreement(situation, remove, "undone") ?? end(conversion, "skipped", "principalGone");
  }
  if (access.principal.accountEnabled === false) return end(conversion, "quarantined", "principalDisabled");
  const standing = assignedRow(conversion, access);
  if (standing === undefined) return removedBySomebody(situation);
  if (eligibleRow(conversion, access) === undefined) {
    return awaitAgreement(situation, remove, "undone") ?? end(conversion, "quarantined", "eligibilityLost");
  }
  if (!isAsBefore(conversion, standing)) return end(conversion, "quarantined", "changedMeanwhile");
  return obstacleToRemoval(situation) ?? send(situation, remove);
}

/** Standing access went without our doing: where the eligibility is there, the wanted end is reached. */
function removedBySomebody(situation: ObservedSituation): ConversionAction {
  const { conversion, access, now } = situation;
  const { remove, restore } = conversion.steps;
  const hasNothing = isStandingAbsent(conversion, access) && eligibleRow(conversion, access) === undefined;
  if (hasNothing && remove.attempt > 0) return send(situation, restore, true);
  const agreement = awaitAgreement(situation, remove, "done");
  if (agreement !== null) return agreement;
  if (!isStandingAbsent(conversion, access)) return end(conversion, "quarantined", "unreconciled");
  if (eligibleRow(conversion, access) === undefined) return end(conversion, "quarantined", "accessLost");
  return end(conversion, "converted", null, endStep(remove, "skipped", now));
}

/**
 * The pivot, sent: proved by two reads that show the standing access in neither list while the eligibility is
 * there. Where both are gone access is restored at once, and a person must look.
 */
export function settleRemove(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now } = situation;
  const isAbsent = isStandingAbsent(conversion, access);
  if (isAbsent && eligibleRow(conversion, access) === undefined) {
    return send(situation, conversion.steps.restore, true);
  }
  if (isAbsent) {
    return (
      awaitAgreement(situation, step, "done") ?? {
        do: "save",
        step: endStep(step, "proved", now),
        madeScheduleId: null,
      }
    );
  }
  return stillThere(situation, step);
}

/** The removal of standing access, sent, and the access shows still: whether it was taken is found out, or waited for. */
export function stillThere(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now, timing } = situation;
  if (step.answer === null) {
    return findOut(situation, step, false) ?? end(conversion, "quarantined", "standingNotRemovable");
  }
  if (isPatienceOver(step.answer.answeredAt, now, timing)) {
    const failed: Step = { ...withoutAgreement(step), state: "failed", endedAt: now.toISOString() };
    // A removal that did nothing here can have taken the other side along: then that is what must be said.
    const isLost = conversion.disposition === "convert" && eligibleRow(conversion, access) === undefined;
    return end(conversion, "quarantined", isLost ? "eligibilityLost" : "standingNotRemovable", failed);
  }
  const until = nextPoll(step.answer.answeredAt, now, timing);
  return { do: "wait", until, reason: "replication", code: null, step: withoutAgreement(step) };
}
