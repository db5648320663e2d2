import { Cron } from "croner";
import { durationMs } from "./duration.ts";
import type { DocumentProblem } from "./problems.ts";

/**
 * When inventories are read again: every so often (an ISO 8601 duration), or by a cron expression of five parts in a
 * time zone.
 */
export type ScheduleTimes = {
  readonly every: string;
  /** An IANA time zone; null with a duration. */
  readonly timeZone: string | null;
};

/** Nothing is read more often than that by a duration. */
const SHORTEST_MS = 15 * 60_000;
const CRON = /^\S+( \S+){4}$/u;

/** Every problem of when, with pointers into a document that has both fields. */
export function scheduleProblems(times: ScheduleTimes, now: Date): readonly DocumentProblem[] {
  const { every, timeZone } = times;
  const periodMs = durationMs(every);
  if (periodMs !== null) {
    if (periodMs < SHORTEST_MS) return problem("/every", "must be PT15M or longer");
    return timeZone === null
      ? []
      : problem("/timeZone", "belongs to a cron expression; a duration needs none");
  }
  if (!CRON.test(every)) {
    return problem("/every", "must be a duration like P1D, or a cron expression of five parts");
  }
  if (timeZone === null)
    return problem("/timeZone", "must be said with a cron expression, like Europe/Berlin");
  if (!isTimeZone(timeZone)) return problem("/timeZone", "is no time zone that is known");
  const next = cronNext(every, timeZone, now);
  if (next === "unreadable") return problem("/every", "is no cron expression of five parts");
  return next === null ? problem("/every", "never comes") : [];
}

function problem(pointer: string, message: string): readonly DocumentProblem[] {
  return [{ pointer, code: "invalidValue", message }];
}

/** When the first inventory is due: at once with a duration, else when the expression says so. */
export function firstDueAt(times: ScheduleTimes, now: Date): Date {
  return durationMs(times.every) === null ? nextDueAt(times, now, now) : now;
}

/** The next time after now. What was due meanwhile and not done is left out. Durations stay on their grid. */
export function nextDueAt({ every, timeZone }: ScheduleTimes, dueAt: Date, now: Date): Date {
  const periodMs = durationMs(every);
  if (periodMs !== null) {
    const passed = Math.max(0, Math.floor((now.getTime() - dueAt.getTime()) / periodMs));
    return new Date(dueAt.getTime() + (passed + 1) * periodMs);
  }
  const next = cronNext(every, timeZone ?? "UTC", now);
  if (next === null || next === "unreadable")
    throw new Error(`a schedule that never comes was stored: ${every}`);
  return next;
}

function cronNext(expression: string, timezone: string, now: Date): Date | null | "unreadable" {
  try {
    return new Cron(expression, { timezone, mode: "5-part", paused: true }).nextRun(now);
  } catch {
    return "unreadable";
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).format() !== "";
  } catch {
    return false;
  }
}
