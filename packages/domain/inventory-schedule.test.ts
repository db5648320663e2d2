import { describe, expect, test } from "vitest";
import { firstDueAt, nextDueAt, scheduleProblems } from "@standdown/domain";

const NOW = new Date("2026-03-27T12:00:00Z");
const at = (text: string): Date => new Date(text);

describe("when an inventory is due", () => {
  test.each([
    ["P1D", null, "2026-03-26T06:00:00Z", "2026-03-28T06:00:00.000Z"],
    ["PT1H", null, "2026-03-27T11:59:00Z", "2026-03-27T12:59:00.000Z"],
    ["P1D", null, "2026-03-27T12:00:00Z", "2026-03-28T12:00:00.000Z"],
    // Monday at six in Berlin is an hour earlier in UTC once summer time has begun.
    ["0 6 * * 1", "Europe/Berlin", "2026-03-23T05:00:00Z", "2026-03-30T04:00:00.000Z"],
    ["0 6 * * 1", "UTC", "2026-03-23T06:00:00Z", "2026-03-30T06:00:00.000Z"],
  ])("%s in %s, last at %s, is at %s", (every, timeZone, dueAt, next) => {
    expect(nextDueAt({ every, timeZone }, at(dueAt), NOW).toISOString()).toBe(next);
  });

  test("the first is at once with a duration, and at its time with an expression", () => {
    expect(firstDueAt({ every: "P1D", timeZone: null }, NOW)).toEqual(NOW);
    expect(firstDueAt({ every: "30 12 * * *", timeZone: "UTC" }, NOW)).toEqual(at("2026-03-27T12:30:00Z"));
  });

  test.each([
    ["P1D", null, null],
    ["0 6 * * 1", "Europe/Berlin", null],
    ["PT5M", null, "/every"],
    ["PT0S", null, "/every"],
    ["P1W", null, "/every"],
    ["P1D", "Europe/Berlin", "/timeZone"],
    ["0 6 * * 1", null, "/timeZone"],
    ["0 6 * * 1", "Mars/Olympus", "/timeZone"],
    ["0 0 30 2 *", "UTC", "/every"],
    ["61 * * * *", "UTC", "/every"],
    ["* * * * * *", "UTC", "/every"],
    ["@daily", "UTC", "/every"],
    ["*/15 * * * *", "UTC", null],
    ["* * * * *", "UTC", "/every"],
    ["0,59 6 * * 1", "UTC", null],
    ["0,59 * * * *", "UTC", "/every"],
    ["", null, "/every"],
  ])("%s in %s is wrong at %s", (every, timeZone, pointer) => {
    const problems = scheduleProblems({ every, timeZone }, NOW);
    expect(problems.map((problem) => problem.pointer)).toEqual(pointer === null ? [] : [pointer]);
  });
});
