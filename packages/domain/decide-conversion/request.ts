import { formerExpiration, type Conversion } from "../conversion.ts";
import type { Expiration, ScheduleRequest, Side, SubmittedRequest } from "../schedule-request.ts";
import { sameKey } from "../access.ts";
import type { Step, StepName } from "../step.ts";
import type { ConversionAction, Situation } from "./action.ts";
import { end } from "./action.ts";
import { after, ATTEMPTS_MAX } from "./waiting.ts";

/** How far the tenant's clock may be from ours when a request is looked for by its time. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Statuses of requests that ended without an effect. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(["failed", "denied", "canceled"]);

/** What each step writes: which side, and what it does there. */
const WRITES = {
  grant: { side: "eligibility", action: "adminAssign" },
  remove: { side: "assignment", action: "adminRemove" },
  restore: { side: "assignment", action: "adminAssign" },
  revoke: { side: "eligibility", action: "adminRemove" },
} as const satisfies Record<StepName, Pick<ScheduleRequest, "side" | "action">>;

/** The side of PIM that a step writes to. */
export function sideOf(step: Step): Side {
  return WRITES[step.name].side;
}

/**
 * Sends a step once more, complete: the end is computed here, once. Where the rollout was aborted nothing new
 * begins, except a rescue, and what failed too often is for a person.
 */
export function send(situation: Situation, step: Step, isRescue = false): ConversionAction {
  const { conversion, now, clientRequestId } = situation;
  if (conversion.isStopping && !isRescue) return end(conversion, "skipped", "aborted");
  if (step.attempt >= ATTEMPTS_MAX && step.problem?.verdict !== "retryAfter") {
    return end(conversion, "quarantined", "gaveUp", { ...step, state: "failed", endedAt: now.toISOString() });
  }
  const intent: ScheduleRequest = {
    ...WRITES[step.name],
    key: conversion.key,
    expiration: expirationOf(step.name, conversion, now),
    justification: conversion.justification,
    ticketInfo: conversion.ticketInfo,
    clientRequestId,
  };
  const intended: Step = {
    ...step,
    intent,
    state: "intended",
    attempt: step.attempt + 1,
    intendedAt: now.toISOString(),
    answer: null,
    agreedAt: null,
    agreedOn: null,
    problem: null,
    endedAt: null,
  };
  return { do: "send", step: intended, isRescue };
}

function expirationOf(name: StepName, conversion: Conversion, now: Date): Expiration | null {
  switch (name) {
    case "grant":
      return grantedExpiration(conversion, now);
    case "restore":
      return formerExpiration(conversion.beforeImage);
    case "remove":
    case "revoke":
      return null;
  }
}

/** The plan may shorten what was there, and never makes it longer. */
function grantedExpiration({ term, beforeImage }: Conversion, now: Date): Expiration {
  if (term.type === "none") return formerExpiration(beforeImage);
  const endDateTime = after(now, term.durationMs);
  const former = beforeImage.endDateTime;
  return {
    type: "afterDateTime",
    endDateTime: former !== null && former < endDateTime ? former : endDateTime,
  };
}

/** Our own request among those that PIM lists: the same effect, in our words, not older than the intent. */
export function findOwnRequest(
  step: Step,
  requests: readonly SubmittedRequest[],
): SubmittedRequest | undefined {
  const { intent, intendedAt } = step;
  if (intent === null || intendedAt === null) return undefined;
  const earliestMs = Date.parse(intendedAt) - CLOCK_SKEW_MS;
  return requests.find(
    (request) =>
      !WITHOUT_EFFECT.has(request.status.toLowerCase()) &&
      request.action.toLowerCase() === intent.action.toLowerCase() &&
      sameKey(request.key, intent.key) &&
      request.justification === intent.justification &&
      Date.parse(request.createdDateTime ?? intendedAt) >= earliestMs,
  );
}
