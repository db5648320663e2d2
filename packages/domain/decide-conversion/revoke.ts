import type { EligibilityInstance } from "../access.ts";
import type { Step } from "../step.ts";
import { end, type ConversionAction, type ObservedSituation } from "./action.ts";
import { awaitAgreement, endStep, withoutAgreement } from "./agreement.ts";
import { send } from "./request.ts";
import { activatedRow, assignedRow, eligibleRow } from "./rows.ts";
import { findOut } from "./unknown.ts";
import { isPatienceOver, nextPoll, untilItEnds } from "./waiting.ts";

/** Taking back the eligibility that we made, not begun: standing access must be there, and old enough. */
export function beginRevoke(situation: ObservedSituation): ConversionAction {
  const { conversion, access, now, timing } = situation;
  const { revoke } = conversion.steps;
  const own = ownEligibility(situation);
  if (own === undefined) {
    // Whoever was eligible before we came still has to be.
    const isTheirsLost =
      conversion.steps.grant.state === "skipped" && eligibleRow(conversion, access) === undefined;
    const isToBeSure = isTheirsLost || conversion.madeScheduleIds.length > 0;
    const agreement = isToBeSure ? awaitAgreement(situation, revoke, "done") : null;
    if (agreement !== null) return agreement;
    if (isTheirsLost) return end(conversion, "quarantined", "eligibilityLost");
    return { do: "save", step: endStep(revoke, "skipped", now), madeScheduleId: null };
  }
  const standing = assignedRow(conversion, access);
  if (standing === undefined) return send(situation, conversion.steps.restore);
  const wait = untilItEnds(activatedRow(conversion, access));
  if (wait !== null) return wait;
  const oldEnoughMs = Date.parse(standing.startDateTime ?? "1970-01-01T00:00:00Z") + timing.minimumAgeMs;
  if (oldEnoughMs > now.getTime()) {
    return {
      do: "wait",
      until: new Date(oldEnoughMs).toISOString(),
      reason: "minimumAge",
      code: null,
      step: null,
    };
  }
  return send(situation, revoke);
}

/** Taking back the eligibility, sent: proved by two reads without it, while the standing access is there. */
export function settleRevoke(situation: ObservedSituation, step: Step): ConversionAction {
  const { conversion, access, now, timing } = situation;
  // What we take away is on its way: standing access that went meanwhile is put back before anything else.
  if (assignedRow(conversion, access) === undefined) return send(situation, conversion.steps.restore, true);
  if (ownEligibility(situation) === undefined) {
    return (
      awaitAgreement(situation, step, "done") ?? {
        do: "save",
        step: endStep(step, "proved", now),
        madeScheduleId: null,
      }
    );
  }
  if (step.answer === null) {
    return findOut(situation, step, false) ?? end(conversion, "quarantined", "revokeNotProved");
  }
  if (isPatienceOver(step.answer.answeredAt, now, timing)) {
    const failed: Step = { ...withoutAgreement(step), state: "failed", endedAt: now.toISOString() };
    return end(conversion, "quarantined", "revokeNotProved", failed);
  }
  const until = nextPoll(step.answer.answeredAt, now, timing);
  return { do: "wait", until, reason: "replication", code: null, step: withoutAgreement(step) };
}

/** The eligible row that this conversion made; what others made is never revoked. */
function ownEligibility({ conversion, access }: ObservedSituation): EligibilityInstance | undefined {
  const row = eligibleRow(conversion, access);
  return row !== undefined && conversion.madeScheduleIds.includes(row.roleEligibilityScheduleId)
    ? row
    : undefined;
}
