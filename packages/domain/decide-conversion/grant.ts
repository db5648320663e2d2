import type { Step } from "../step.ts";
import { end, type ConversionAction, type ObservedSituation } from "./action.ts";
import { awaitAgreement, endStep, withoutAgreement } from "./agreement.ts";
import { send } from "./request.ts";
import {
  activatedRow,
  assignedRow,
  eligibleRow,
  endsAs,
  isAsBefore,
  isAsWanted,
  isStandingAbsent,
} from "./rows.ts";
import { findOut, madeScheduleOf } from "./unknown.ts";
import { isPatienceOver, nextPoll } from "./waiting.ts";

/** The first step, not begun: everything is looked at once more before anything is written. */
export function beginGrant(situation: ObservedSituation): ConversionAction {
  const { conversion, access } = situation;
  const { grant } = conversion.steps;
  if (access.principal === null) {
    return awaitAgreement(situation, grant, "undone") ?? end(conversion, "skipped", "principalGone");
  }
  if (access.principal.accountEnabled === false) return end(conversion, "skipped", "principalDisabled");
  const standing = assignedRow(conversion, access);
  const eligible = eligibleRow(conversion, access);
  if (standing === undefined) return standingMissing(situation);
  if (!isAsBefore(conversion, standing)) return end(conversion, "skipped", "changedMeanwhile");
  if (eligible === undefined) return send(situation, grant);
  if (!isAsWanted(eligible, conversion.term)) return end(conversion, "quarantined", "eligibilityDiffers");
  return (
    awaitAgreement(situation, grant, "done") ?? {
      do: "save",
      step: endStep(grant, "skipped", situation.now),
      madeScheduleId: null,
    }
  );
}

function standingMissing(situation: ObservedSituation): ConversionAction {
  const { conversion, access } = situation;
  const agreement = awaitAgreement(situation, conversion.steps.grant, "undone");
  if (agreement !== null) return agreement;
  if (!isStandingAbsent(conversion, access)) return end(conversion, "quarantined", "unreconciled");
  const isEligible =
    eligibleRow(conversion, access) !== undefined || activatedRow(conversion, access) !== undefined;
  return end(conversion, "skipped", isEligible ? "alreadyEligible" : "standingGone");
}

/** The first step, sent: proved by an instance of the schedule that our own request made. */
export function settleGrant(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now, timing } = situation;
  const eligible = eligibleRow(conversion, access);
  const { answer } = step;
  if (answer === null) {
    const open = findOut(situation, step, eligible !== undefined);
    if (open !== null || eligible === undefined)
      return open ?? end(conversion, "quarantined", "grantNotProved");
    return grantedByWhom(situation, step, eligible.roleEligibilityScheduleId);
  }
  if (eligible === undefined) {
    if (isPatienceOver(answer.answeredAt, now, timing)) {
      return end(conversion, "quarantined", "grantNotProved", {
        ...step,
        state: "failed",
        endedAt: now.toISOString(),
      });
    }
    return {
      do: "wait",
      until: nextPoll(answer.answeredAt, now, timing),
      reason: "replication",
      code: null,
      step: null,
    };
  }
  if (eligible.roleEligibilityScheduleId !== madeScheduleOf(step, answer))
    return foreignEligibility(situation, step);
  if (!endsAs(eligible.endDateTime, step.intent?.expiration ?? null)) {
    return end(conversion, "quarantined", "eligibilityDiffers");
  }
  return {
    do: "save",
    step: endStep(step, "proved", now),
    madeScheduleId: eligible.roleEligibilityScheduleId,
  };
}

/**
 * The first step, sent, on the way back: it only matters what there is to revoke. What was taken is waited for,
 * so that it does not show after everything was undone.
 */
export function settleGrantToUndo(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now, timing } = situation;
  const eligible = eligibleRow(conversion, access);
  const failed: Step = { ...withoutAgreement(step), state: "failed", endedAt: now.toISOString() };
  if (step.answer === null) {
    const open = findOut(situation, step, eligible !== undefined);
    const isForeign = step.problem?.code === "RoleAssignmentExists";
    return (
      open ?? {
        do: "save",
        step: failed,
        madeScheduleId: isForeign ? null : (eligible?.roleEligibilityScheduleId ?? null),
      }
    );
  }
  const made = madeScheduleOf(step, step.answer);
  if (eligible?.roleEligibilityScheduleId === made) {
    return { do: "save", step: endStep(step, "proved", now), madeScheduleId: made };
  }
  if (eligible !== undefined || isPatienceOver(step.answer.answeredAt, now, timing)) {
    return { do: "save", step: failed, madeScheduleId: null };
  }
  return {
    do: "wait",
    until: nextPoll(step.answer.answeredAt, now, timing),
    reason: "replication",
    code: null,
    step: null,
  };
}

/**
 * The eligibility is there, our request is not listed. Where the tenant said that it was there already, it is
 * somebody else's; where no answer came, it was not there before the intent, so it is ours.
 */
function grantedByWhom(situation: ObservedSituation, step: Step, scheduleId: string): ConversionAction {
  const { conversion, access, now } = situation;
  const eligible = eligibleRow(conversion, access);
  if (step.problem?.code === "RoleAssignmentExists" && !conversion.madeScheduleIds.includes(scheduleId)) {
    return foreignEligibility(situation, step);
  }
  if (eligible === undefined || !endsAs(eligible.endDateTime, step.intent?.expiration ?? null)) {
    return end(conversion, "quarantined", "eligibilityDiffers");
  }
  return (
    awaitAgreement(situation, step, "done") ?? {
      do: "save",
      step: endStep(step, "proved", now),
      madeScheduleId: scheduleId,
    }
  );
}

function foreignEligibility(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now } = situation;
  const eligible = eligibleRow(conversion, access);
  if (eligible === undefined || !isAsWanted(eligible, conversion.term)) {
    return end(conversion, "quarantined", "eligibilityDiffers", withoutAgreement(step));
  }
  return (
    awaitAgreement(situation, step, "done") ?? {
      do: "save",
      step: endStep(step, "skipped", now),
      madeScheduleId: null,
    }
  );
}
