import type { Step } from "../step.ts";
import { end, type ConversionAction, type ObservedSituation } from "./action.ts";
import { awaitAgreement, endStep, withoutAgreement } from "./agreement.ts";
import { send } from "./request.ts";
import { activatedRow, assignedRow, eligibleRow, isAsBefore } from "./rows.ts";
import { findOut } from "./unknown.ts";
import { isPatienceOver, nextPoll, untilItEnds } from "./waiting.ts";

/** Putting standing access back, not begun. */
export function beginRestore(situation: ObservedSituation): ConversionAction {
  const { conversion, access, now } = situation;
  const { restore, remove, revoke } = conversion.steps;
  const standing = assignedRow(conversion, access);
  if (standing !== undefined) {
    if (!isAsBefore(conversion, standing)) return end(conversion, "quarantined", "changedMeanwhile");
    const wasTouched = remove.attempt > 0;
    const agreement = wasTouched ? awaitAgreement(situation, restore, "done") : null;
    return agreement ?? { do: "save", step: endStep(restore, "skipped", now), madeScheduleId: null };
  }
  if (access.principal === null) {
    return awaitAgreement(situation, restore, "undone") ?? end(conversion, "skipped", "principalGone");
  }
  const activation = activatedRow(conversion, access);
  // Whose access was taken away on purpose has nothing because we took it.
  const hasNothing =
    conversion.disposition === "convert" &&
    eligibleRow(conversion, access) === undefined &&
    activation === undefined;
  if (hasNothing && isSettled(remove) && restore.attempt === 0 && revoke.attempt === 0) {
    return awaitAgreement(situation, restore, "undone") ?? end(conversion, "quarantined", "accessRevoked");
  }
  const wait = restore.problem?.code === "RoleAssignmentExists" ? untilItEnds(activation) : null;
  if (wait !== null) return wait;
  return send(situation, restore, hasNothing);
}

/** Removed and proved: whoever has nothing now lost the eligibility since, and by somebody else's hand. */
function isSettled({ state }: Step): boolean {
  return state === "proved" || state === "skipped";
}

/** Putting standing access back, sent: proved by an instance of our own schedule, or by two reads of another's. */
export function settleRestore(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now, timing } = situation;
  const standing = assignedRow(conversion, access);
  if (standing === undefined) {
    if (step.answer === null) {
      return findOut(situation, step, false) ?? end(conversion, "quarantined", "restoreNotProved");
    }
    if (isPatienceOver(step.answer.answeredAt, now, timing)) {
      const failed: Step = { ...withoutAgreement(step), state: "failed", endedAt: now.toISOString() };
      return end(conversion, "quarantined", "restoreNotProved", failed);
    }
    const until = nextPoll(step.answer.answeredAt, now, timing);
    return { do: "wait", until, reason: "replication", code: null, step: withoutAgreement(step) };
  }
  if (!isAsBefore(conversion, standing)) return end(conversion, "quarantined", "changedMeanwhile");
  const ownSchedule = step.answer?.targetScheduleId ?? step.answer?.scheduleRequestId;
  const isOwn = ownSchedule !== undefined && standing.roleAssignmentScheduleId === ownSchedule;
  const agreement = isOwn ? null : awaitAgreement(situation, step, "done");
  return agreement ?? { do: "save", step: endStep(step, "proved", now), madeScheduleId: null };
}
