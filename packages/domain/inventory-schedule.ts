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

/** Nothing is read more often than that. */
const SHORTEST_MS = 15 * 60_000;
/** An expression says the same minutes of each hour that it names: after so many runs the shortest gap was there. */
const RUNS_LOOKED_AT = 61;
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
  const cron = readCron(every, timeZone);
  if (cron === null) return problem("/every", "is no cron expression of five parts");
  const runs = cron.nextRuns(RUNS_LOOKED_AT, now).map((run) => run.getTime());
  if (runs.length === 0) return problem("/every", "never comes");
  const isTooOften = runs.some((run, at) => run - (runs[at - 1] ?? -Infinity) < SHORTEST_MS);
  return isTooOften ? problem("/every", "comes more often than every 15 minutes") : [];
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
  const next = readCron(every, timeZone ?? "UTC")?.nextRun(now) ?? null;
  if (next === null) throw new Error(`a schedule that never comes was stored: ${every}`);
  return next;
}

function readCron(expression: string, timezone: string): Cron | null {
  try {
    return new Cron(expression, { timezone, mode: "5-part", paused: true });
  } catch {
    return null;
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).format() !== "";
  } catch {
    return false;
  }
}
