import type { Step } from "../step.ts";
import type { ConversionAction, ObservedSituation } from "./action.ts";
import { awaitAgreement, withoutAgreement } from "./agreement.ts";
import { findOwnRequest } from "./request.ts";

/**
 * A write of which nobody knows whether it happened. PIM's own list of requests tells, where it lists ours; else
 * two agreeing reads that show no effect say that it did not happen, and it may be tried again.
 * Null: the request list was read and has nothing of ours, and the effect is there (`hasEffect`).
 */
export function findOut(
  situation: ObservedSituation,
  step: Step,
  hasEffect: boolean,
): ConversionAction | null {
  const { observed, now } = situation;
  if (observed.requests === null) return { do: "readRequests", step };
  const own = findOwnRequest(step, observed.requests);
  if (own !== undefined) {
    const answer = {
      answeredAt: now.toISOString(),
      scheduleRequestId: own.id,
      status: own.status,
      targetScheduleId: own.targetScheduleId,
    };
    return {
      do: "save",
      step: { ...step, state: "intended", answer },
      madeScheduleId: madeScheduleOf(step, answer),
    };
  }
  if (hasEffect) return null;
  const open = awaitAgreement(situation, step, "undone");
  if (open !== null) return open;
  return { do: "save", step: { ...withoutAgreement(step), state: "pending" }, madeScheduleId: null };
}

/** The schedule that an answered grant makes: only these are ever revoked. */
export function madeScheduleOf(step: Step, answer: NonNullable<Step["answer"]>): string | null {
  return step.name === "grant" ? (answer.targetScheduleId ?? answer.scheduleRequestId) : null;
}
