import type { WaitReason } from "../conversion.ts";
import type { SubmittedRequest } from "../schedule-request.ts";
import type { Step } from "../step.ts";
import type { TenantAnswer, TenantProblem } from "../tenant-problem.ts";
import type { ConversionAction, Situation } from "./action.ts";
import { madeScheduleOf } from "./unknown.ts";
import { after, nextTry } from "./waiting.ts";

/** What the tenant's answer to a write means: nothing is believed done, and only a refusal is believed not done. */
export function afterAnswer(
  situation: Situation,
  step: Step,
  answered: TenantAnswer<SubmittedRequest>,
): ConversionAction {
  const { conversion, now } = situation;
  if (answered.ok) {
    const { id, status, targetScheduleId } = answered.value;
    const answer = { answeredAt: now.toISOString(), scheduleRequestId: id, status, targetScheduleId };
    return { do: "save", step: { ...step, answer }, madeScheduleId: madeScheduleOf(step, answer) };
  }
  const { problem } = answered;
  switch (problem.verdict) {
    case "read": {
      const unknown: Step = { ...step, state: "unknown", problem };
      if (problem.retryAfterMs === null) return { do: "save", step: unknown, madeScheduleId: null };
      return {
        do: "wait",
        until: after(now, problem.retryAfterMs),
        reason: "throttled",
        code: problem.code,
        step: unknown,
      };
    }
    case "retry":
    case "retryAfter": {
      const { until, reason } = whenToRetry(situation, step, problem);
      return { do: "wait", until, reason, code: problem.code, step: { ...step, state: "pending", problem } };
    }
    case "never":
    case "ask":
      return {
        do: "end",
        move: {
          to: problem.verdict === "ask" ? "quarantined" : "failed",
          direction: conversion.direction,
          code: problem.code,
          detail: `${problem.message} ${problem.advice}`,
        },
        step: { ...step, state: "failed", problem, endedAt: now.toISOString() },
      };
  }
}

/** Exactly when the tenant said; where the five-minute rule speaks, when the youngest active row is old enough. */
function whenToRetry(
  { conversion, observed, now, timing }: Situation,
  step: Step,
  problem: TenantProblem,
): { until: string; reason: WaitReason } {
  if (problem.code === "ActiveDurationTooShort") {
    const starts = (observed.access?.assignments ?? [])
      .map((row) => Date.parse(row.startDateTime ?? ""))
      .filter(Number.isFinite);
    const youngest = Math.max(...starts, now.getTime() - timing.minimumAgeMs);
    const oldEnough = new Date(youngest + timing.minimumAgeMs);
    const isKnown = oldEnough > now;
    return {
      until: isKnown ? oldEnough.toISOString() : after(now, timing.minimumAgeMs),
      reason: "minimumAge",
    };
  }
  if (problem.retryAfterMs !== null) return { until: after(now, problem.retryAfterMs), reason: "throttled" };
  const reason = reasonOf(problem);
  return { until: nextTry(conversion.id, step.attempt, now, timing), reason };
}

function reasonOf({ code, status }: TenantProblem): WaitReason {
  if (status === 429) return "throttled";
  return code === "PendingRoleAssignmentRequest" ? "pendingRequest" : "transientProblem";
}

/** What a read that failed means: it is made again, unless a person must change something first. */
export function afterFailedRead(situation: Situation, problem: TenantProblem): ConversionAction {
  const { conversion, now, timing } = situation;
  if (problem.verdict === "never" || problem.verdict === "ask") {
    const detail = `${problem.message} ${problem.advice}`;
    return {
      do: "end",
      move: { to: "quarantined", direction: conversion.direction, code: problem.code, detail },
      step: null,
    };
  }
  if (problem.retryAfterMs !== null) {
    const until = after(now, problem.retryAfterMs);
    return { do: "wait", until, reason: "throttled", code: problem.code, step: null };
  }
  const until = after(now, timing.proofIntervalMs);
  return { do: "wait", until, reason: "transientProblem", code: problem.code, step: null };
}
