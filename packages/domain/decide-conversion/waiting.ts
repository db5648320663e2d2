import { createHash } from "node:crypto";
import type { AssignmentInstance } from "../access.ts";
import type { ConversionAction, Timing } from "./action.ts";

/** How often a step is tried in passing trouble before a person must look. */
export const ATTEMPTS_MAX = 10;

/** How long a write that was taken may stay without effect, in proof intervals: five minutes by default. */
const PATIENCE_INTERVALS = 30;
const FIRST_POLL_INTERVALS = 0.2;
const LAST_POLL_INTERVALS = 3;

/** The time that is `delayMs` from a time. */
export function after(from: Date, delayMs: number): string {
  return new Date(from.getTime() + delayMs).toISOString();
}

/** When to look again for something that should show since a time: soon at first, then ever more seldom. */
export function nextPoll(since: string, now: Date, { proofIntervalMs }: Timing): string {
  const elapsedMs = now.getTime() - Date.parse(since);
  const first = proofIntervalMs * FIRST_POLL_INTERVALS;
  const last = proofIntervalMs * LAST_POLL_INTERVALS;
  return after(now, Math.min(last, Math.max(first, elapsedMs)));
}

/** True when something that should show since a time won't any more. */
export function isPatienceOver(since: string, now: Date, { proofIntervalMs }: Timing): boolean {
  return now.getTime() - Date.parse(since) > proofIntervalMs * PATIENCE_INTERVALS;
}

/** When to try again after passing trouble: doubling, with a spread that depends on the conversion alone. */
export function nextTry(
  conversionId: string,
  attempt: number,
  now: Date,
  { proofIntervalMs }: Timing,
): string {
  const capped = Math.min(
    proofIntervalMs * PATIENCE_INTERVALS,
    proofIntervalMs * FIRST_POLL_INTERVALS * 2 ** attempt,
  );
  const spread = createHash("sha256").update(`${conversionId}/${attempt}`).digest().readUInt16BE(0) / 0xff_ff;
  return after(now, capped * (0.5 + spread / 2));
}

/** Waits for the end of an activation in use; null where there is none, or none that ends. */
export function untilItEnds(activation: AssignmentInstance | undefined): ConversionAction | null {
  if (!activation?.endDateTime) return null;
  return {
    do: "wait",
    until: activation.endDateTime,
    reason: "activationInProgress",
    code: null,
    step: null,
  };
}
