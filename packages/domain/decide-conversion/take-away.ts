import type { Step } from "../step.ts";
import { end, type ConversionAction, type ObservedSituation } from "./action.ts";
import { awaitAgreement, endStep } from "./agreement.ts";
import { isEmergencyAccess, obstacleToRemoval } from "./obstacle.ts";
import { stillThere } from "./remove.ts";
import { send } from "./request.ts";
import { activatedRow, assignedRow, eligibleRow, isAsBefore, isStandingAbsent } from "./rows.ts";

/**
 * Taking access away on purpose, not begun: nothing is granted, and an eligibility that is there stays. Whether the
 * account is disabled, or gone while its rows are still there, makes no difference.
 */
export function beginTakeAway(situation: ObservedSituation): ConversionAction {
  const { conversion, access } = situation;
  const { remove } = conversion.steps;
  if (isEmergencyAccess(conversion)) return end(conversion, "failed", "emergencyAccess");
  const standing = assignedRow(conversion, access);
  if (standing === undefined) return takenAwayAlready(situation);
  if (!isAsBefore(conversion, standing)) {
    return end(conversion, remove.attempt === 0 ? "skipped" : "quarantined", "changedMeanwhile");
  }
  return obstacleToRemoval(situation) ?? send(situation, remove);
}

/** Nothing is there to be taken away: by our own hand where it was tried before, else by somebody else's. */
function takenAwayAlready(situation: ObservedSituation): ConversionAction {
  const { conversion, access, now } = situation;
  const { remove } = conversion.steps;
  const agreement = awaitAgreement(situation, remove, "done");
  if (agreement !== null) return agreement;
  if (!isStandingAbsent(conversion, access)) return end(conversion, "quarantined", "unreconciled");
  if (remove.attempt > 0) return end(conversion, "removed", null, endStep(remove, "proved", now));
  if (access.principal === null) return end(conversion, "skipped", "principalGone");
  const isEligible =
    eligibleRow(conversion, access) !== undefined || activatedRow(conversion, access) !== undefined;
  return end(conversion, "skipped", isEligible ? "alreadyEligible" : "standingGone");
}

/** Taking access away, sent: proved by two reads that show it in neither list. */
export function settleTakeAway(situation: ObservedSituation, step: Step): ConversionAction {
  if (!isStandingAbsent(situation.conversion, situation.access)) return stillThere(situation, step);
  return (
    awaitAgreement(situation, step, "done") ?? {
      do: "save",
      step: endStep(step, "proved", situation.now),
      madeScheduleId: null,
    }
  );
}
