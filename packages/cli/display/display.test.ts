import { stripVTControlCharacters } from "node:util";
import type { ProgressDocument } from "@standdown/contracts";
import { NO_CONVERSIONS, NO_SETTINGS, type ConversionCounts } from "@standdown/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bar } from "./bar.ts";
import { frameOf, plainLine } from "./frame.ts";
import { createLiveDisplay } from "./live.ts";
import { tableOf } from "./table.ts";
import { until } from "./words.ts";

const NOW = new Date("2026-11-23T12:00:00Z");

describe("a bar", () => {
  test("is always as wide as it was asked to be", () => {
    const count = fc.nat({ max: 5000 });
    const counts = fc.record({
      pending: count,
      queued: count,
      converting: count,
      converted: count,
      removed: count,
      failed: count,
      quarantined: count,
      skipped: count,
      rolledBack: count,
    } satisfies Record<keyof ConversionCounts, fc.Arbitrary<number>>);
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 200 }), (some, width) => {
        expect(stripVTControlCharacters(bar(some, width))).toHaveLength(width);
      }),
    );
  });

  test("is full when everything is converted, and empty when nothing has begun", () => {
    expect(stripVTControlCharacters(bar({ ...NO_CONVERSIONS, converted: 3 }, 4))).toBe("████");
    expect(stripVTControlCharacters(bar({ ...NO_CONVERSIONS, pending: 2, queued: 1 }, 4))).toBe("░░░░");
  });
});

describe("a frame", () => {
  test("has a line for each wave, none wider than the terminal", () => {
    for (const columns of [50, 80, 200]) {
      const lines = frameOf(progressWith(7), columns, NOW).map(stripVTControlCharacters);
      expect(lines).toHaveLength(2);
      for (const line of lines) expect(line.length).toBeLessThan(columns);
    }
  });

  test("tells a wait with its reason and its end", () => {
    const [line = ""] = frameOf(progressWith(7), 200, NOW).map(stripVTControlCharacters);
    expect(line).toContain("3 wait: five-minute rule (90 s)");
  });

  test("tells what the tenant said to those that wait for its trouble", () => {
    const progress = progressWith(0);
    const codes = { TooManyRequests: 5, notConnected: 40 };
    const wait = { count: 45, until: "2026-11-23T12:00:01Z", codes };
    const waves = progress.waves.slice(0, 1).map((wave) => ({ ...wave, waits: { transientProblem: wait } }));
    const line = plainLine({ ...progress, waves }, NOW);
    expect(line).toContain("45 wait: notConnected, TooManyRequests (1 s)");
  });

  test("tells of how many roles settings are still to be done, and could not be proved", () => {
    const settings = { open: 3, applied: 4, failed: 1 };
    const progress = progressWith(0);
    const waves = progress.waves.slice(0, 1).map((wave) => ({ ...wave, waits: {}, settings }));
    const line = plainLine({ ...progress, waves }, NOW);
    expect(line).toContain("running 12/min, settings of 3 roles to do, settings of 1 role not proved");
  });

  test("on 80 columns cuts no note of a wave that runs, waits and failed", () => {
    const [line = ""] = frameOf(progressWith(7), 80, NOW).map(stripVTControlCharacters);
    expect(line).toContain("running 12/min, 3 wait: five-minute rule (90 s)");
  });

  test("of a rollout without waves is its state", () => {
    expect(frameOf({ ...progressWith(0), state: "aborted", waves: [] }, 80, NOW)).toEqual(["  aborted"]);
  });

  test("tells a hold with its reason and its detail", () => {
    expect(frameOf(heldProgress(), 80, NOW).at(-1)).toBe(HELD);
    expect(plainLine(heldProgress(), NOW)).toContain(HELD);
  });
});

describe("a live display", () => {
  test("on a terminal draws over its last picture, and keeps what was said above it", () => {
    const screen = terminal(true);
    const display = createLiveDisplay(screen, () => NOW);
    display.show(progressWith(1));
    display.say("promoted");
    display.show(progressWith(2));
    display.end();
    expect(screen.text()).toContain("\u001B[2A\u001B[0Jpromoted\n");
    expect(screen.text().split("\u001B[2A\u001B[0J")).toHaveLength(3);
  });

  test("elsewhere writes a line only when something changed, once a second at most, and the last one always", () => {
    const screen = terminal(false);
    let nowMs = NOW.getTime();
    const display = createLiveDisplay(screen, () => new Date(nowMs));
    display.show(progressWith(1));
    display.show(progressWith(1));
    nowMs += 300;
    display.show(progressWith(2));
    nowMs += 1000;
    display.show(progressWith(3));
    nowMs += 1000;
    display.show(progressWith(3));
    nowMs += 100;
    display.show(progressWith(4));
    display.end();
    const converted = screen.text().match(/pilot \d+/g);
    expect(converted).toEqual(["pilot 1", "pilot 3", "pilot 4"]);
    expect(screen.text()).not.toContain("\u001B[0J");
  });

  test("elsewhere writes a line every ten seconds although nothing changed", () => {
    const screen = terminal(false);
    let nowMs = NOW.getTime();
    const display = createLiveDisplay(screen, () => new Date(nowMs));
    for (let second = 0; second <= 20; second++) {
      display.show(progressWith(1));
      nowMs += 1000;
    }
    expect(screen.text().match(/pilot 1\//g)).toHaveLength(3);
  });
});

test("a table sets its columns under one another", () => {
  const lines = tableOf(
    [{ title: "role" }, { title: "count", align: "right" }],
    [["Reader", 7]],
    ["all", 1234],
  ).map(stripVTControlCharacters);
  expect(lines).toEqual([
    "role    count",
    "──────  ─────",
    "Reader      7",
    "──────  ─────",
    "all      1234",
  ]);
});

test("the time until something is told in the unit that people use for it", () => {
  expect(until("2026-11-23T12:00:07Z", NOW)).toBe("7 s");
  expect(until("2026-11-23T12:05:00Z", NOW)).toBe("5 min");
  expect(until("2026-11-24T12:00:00Z", NOW)).toBe("24 h");
  expect(until("2026-11-23T11:00:00Z", NOW)).toBe("0 s");
});

const HELD = "  held: failureBudgetSpent by standdown: 3 of 2 failures";

function heldProgress(): ProgressDocument {
  const hold = {
    id: "1",
    scope: { kind: "everything" },
    reason: "failureBudgetSpent",
    detail: "3 of 2 failures",
    placedBy: "standdown",
    placedAt: NOW.toISOString(),
  } as const;
  return { ...progressWith(0), holds: [hold] };
}

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 100, write: (text: string) => written.push(text), text: () => written.join("") };
}

function progressWith(converted: number): ProgressDocument {
  const counts = { ...NO_CONVERSIONS, converted, converting: 3, pending: 10 - converted };
  const wave = {
    position: 0,
    name: "pilot",
    state: "running",
    direction: "forward",
    counts,
    total: 13,
    ended: converted,
    outcomes: {},
    settings: NO_SETTINGS,
    waits: { minimumAge: { count: 3, until: "2026-11-23T12:01:30Z", codes: {} } },
    ratePerMinute: 12,
    estimatedEndAt: null,
    soakUntil: null,
    approvalMinimum: 0,
    approvalsGiven: 0,
    isHeld: false,
  } as const;
  return {
    rolloutId: "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d",
    name: "remaining-roles",
    state: "running",
    direction: "forward",
    at: NOW.toISOString(),
    counts,
    total: 13,
    ended: converted,
    outcomes: {},
    ratePerMinute: 12,
    estimatedEndAt: null,
    holds: [],
    waves: [wave, { ...wave, position: 1, name: "broad", state: "pending", waits: {} }],
  };
}
