import { expect, test } from "vitest";
import {
  buildProgress,
  NO_CONVERSIONS,
  NO_SETTINGS,
  type RolloutSnapshot,
  type WaveTally,
} from "@standdown/domain";

const NOW = new Date("2026-06-01T12:00:00.000Z");

const ROLLOUT: RolloutSnapshot = {
  id: "r",
  tenantId: "t",
  name: "remaining-roles",
  state: "running",
  direction: "forward",
  author: "ann",
  manifestDigest: "d",
  version: 1,
  approvals: [],
  approvalMinimum: 1,
  driftCheck: null,
  startedAt: null,
  holds: [],
  waves: [
    {
      position: 0,
      name: "pilot",
      state: "running",
      direction: "forward",
      counts: { ...NO_CONVERSIONS, pending: 90, converting: 10, converted: 20 },
      settings: NO_SETTINGS,
      concurrencyMax: 10,
      failureBudgetCount: 0,
      failuresAccepted: 0,
      soakMs: 0,
      approvalMinimum: 0,
      mutesAssignmentMails: false,
      soakUntil: null,
    },
  ],
};

function tally(endedLastMinute: number, firstEndedAt: string | null): WaveTally {
  return { position: 0, outcomes: {}, waits: {}, endedLastMinute, firstEndedAt };
}

test.each([
  [
    "work of ten seconds is measured over ten seconds",
    tally(20, "2026-06-01T11:59:50.000Z"),
    120,
    "2026-06-01T12:00:50.000Z",
  ],
  [
    "work that goes on is measured over the last minute",
    tally(20, "2026-06-01T11:59:00.000Z"),
    20,
    "2026-06-01T12:05:00.000Z",
  ],
  [
    "one burst does not promise the moon",
    tally(20, "2026-06-01T12:00:00.000Z"),
    240,
    "2026-06-01T12:00:25.000Z",
  ],
  ["where nothing moves, no end is estimated", tally(0, null), 0, null],
])("%s", (_, counted, ratePerMinute, estimatedEndAt) => {
  const progress = buildProgress(ROLLOUT, [counted], NOW);
  expect(progress).toMatchObject({ ratePerMinute, estimatedEndAt, total: 120, ended: 20 });
});

test("a wave tells how the settings of its roles stand", () => {
  const settings = { open: 1, applied: 3, failed: 2 };
  const waves = ROLLOUT.waves.map((wave) => ({ ...wave, settings }));
  expect(buildProgress({ ...ROLLOUT, waves }, [], NOW).waves).toMatchObject([{ settings }]);
});
