import type { Step } from "../step.ts";
import type { ConversionAction, ObservedSituation } from "./action.ts";
import { after } from "./waiting.ts";

/**
 * Two reads at least the proof interval apart must agree before something is believed gone, or believed to have
 * been there before. Null once they do; until then, what to do to get there.
 */
export function awaitAgreement(
  situation: ObservedSituation,
  step: Step,
  on: "done" | "undone",
): ConversionAction | null {
  const { access, timing, now } = situation;
  if (step.agreedOn === on && step.agreedAt !== null) {
    const dueMs = Date.parse(step.agreedAt) + timing.proofIntervalMs;
    if (Date.parse(access.readAt) >= dueMs) return null;
    return { do: "wait", until: new Date(dueMs).toISOString(), reason: "proof", code: null, step: null };
  }
  const agreed: Step = { ...step, agreedAt: access.readAt, agreedOn: on };
  const until = after(new Date(Math.max(Date.parse(access.readAt), now.getTime())), timing.proofIntervalMs);
  return { do: "wait", until, reason: "proof", code: null, step: agreed };
}

/** The step without what earlier reads agreed on. */
export function withoutAgreement(step: Step): Step {
  return { ...step, agreedAt: null, agreedOn: null };
}

/** The step, ended. */
export function endStep(step: Step, state: "proved" | "skipped", now: Date): Step {
  return { ...withoutAgreement(step), state, endedAt: now.toISOString() };
}
