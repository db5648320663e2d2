import { expect, test } from "vitest";
import {
  commandRollout,
  decide,
  NO_CONVERSIONS,
  type Hold,
  type RolloutCommand,
  type RolloutSnapshot,
  type WaveSnapshot,
} from "@standdown/domain";

const NOW = new Date("2026-06-01T12:00:00.000Z");
const context = { caller: "olga", now: NOW, newHoldId: () => "new-hold" };

function wave(position: number, overrides: Partial<WaveSnapshot>): WaveSnapshot {
  return {
    position,
    name: `wave-${position}`,
    state: "pending",
    direction: "forward",
    counts: NO_CONVERSIONS,
    concurrencyMax: 10,
    failureBudgetCount: 0,
    failuresAccepted: 0,
    soakMs: 0,
    approvalMinimum: 0,
    soakUntil: null,
    ...overrides,
  };
}

function hold(reason: Hold["reason"]): Hold {
  return {
    id: `hold-${reason}`,
    scope: { kind: "rollout", rolloutId: "r" },
    reason,
    detail: "",
    placedBy: "standdown",
    placedAt: NOW.toISOString(),
  };
}

const ROLLOUT: RolloutSnapshot = {
  id: "r",
  tenantId: "t",
  name: "remaining-roles",
  state: "running",
  direction: "forward",
  author: "ann",
  manifestDigest: "d",
  version: 1,
  approvals: [
    {
      wavePosition: null,
      digest: "d",
      decision: "approve",
      approver: "bob",
      reason: "",
      at: NOW.toISOString(),
    },
  ],
  holds: [],
  waves: [
    wave(0, { state: "running", counts: { ...NO_CONVERSIONS, converted: 3, failed: 1, pending: 4 } }),
    wave(1, {}),
  ],
};

function tell(rollout: RolloutSnapshot, command: RolloutCommand) {
  const outcome = commandRollout(rollout, command, context);
  return outcome.ok ? outcome.change : outcome.refusal;
}

test("undoing a wave of a held rollout is not held by it: the hold goes to the other waves", () => {
  const change = tell(
    { ...ROLLOUT, holds: [hold("failureBudgetSpent")] },
    { name: "rollBackWave", wave: "wave-0", reason: "r" },
  );
  expect(change).toMatchObject({
    holdsLifted: ["hold-failureBudgetSpent"],
    holdsPlaced: [{ scope: { kind: "wave", wavePosition: 1 }, reason: "paused" }],
    waves: [{ position: 0, state: "running", direction: "back" }],
  });
});

test("one conversion under a hold is not undone in silence: the hold is named", () => {
  const command = {
    name: "rollBackConversion",
    conversionId: "c",
    wavePosition: 0,
    state: "converted",
    direction: "forward",
    outcomeCode: null,
    hasBegun: true,
    reason: "r",
  } as const;
  expect(tell({ ...ROLLOUT, holds: [hold("paused")] }, command)).toMatchObject({ code: "stateConflict" });
  expect(tell(ROLLOUT, command)).toMatchObject({ conversions: [{ kind: "rollBack", conversionId: "c" }] });
});

test("an undo that was aborted can be taken up again", () => {
  const undone = wave(0, {
    state: "aborted",
    direction: "back",
    counts: { ...NO_CONVERSIONS, skipped: 2, rolledBack: 1 },
  });
  const aborted: RolloutSnapshot = { ...ROLLOUT, state: "aborted", waves: [undone] };
  expect(tell(aborted, { name: "rollBackWave", wave: "wave-0", reason: "r" })).toMatchObject({
    rollout: { state: "running" },
    waves: [{ state: "running", direction: "back" }],
  });
});

test("a rollout that was never approved has nothing to undo", () => {
  const aborted: RolloutSnapshot = {
    ...ROLLOUT,
    state: "aborted",
    approvals: [],
    manifestDigest: null,
    waves: [],
  };
  expect(tell(aborted, { name: "rollBack", reason: "r" })).toMatchObject({ code: "stateConflict" });
});

test("failures that were accepted do not excuse new ones after a retry", () => {
  const failed = wave(0, {
    state: "running",
    failuresAccepted: 40,
    counts: { ...NO_CONVERSIONS, failed: 40, pending: 5 },
  });
  const change = tell({ ...ROLLOUT, waves: [failed] }, { name: "retryWave", wave: "wave-0", reason: "r" });
  expect(change).toMatchObject({ waves: [{ position: 0, failuresAccepted: 0 }] });
});

test("a rollout that has ended keeps no hold of its own", () => {
  const done = wave(0, { state: "running", counts: { ...NO_CONVERSIONS, converted: 3 } });
  const change = decide({ ...ROLLOUT, waves: [done], holds: [hold("paused")] }, NOW, () => "new-hold");
  expect(change).toMatchObject({
    rollout: { state: "completed" },
    holdsLifted: ["hold-paused"],
    holdsPlaced: [],
  });
});
