import { expect, test } from "vitest";
import {
  approversOf,
  commandRollout,
  concludeDriftCheck,
  decide,
  NO_CONVERSIONS,
  NO_SETTINGS,
  type Hold,
  type RolloutCommand,
  type RolloutSnapshot,
  type WaveSnapshot,
} from "@standdown/domain";

const NOW = new Date("2026-06-01T12:00:00.000Z");
const context = { caller: "olga", now: NOW, newId: () => "new-hold" };

function wave(position: number, overrides: Partial<WaveSnapshot>): WaveSnapshot {
  return {
    position,
    name: `wave-${position}`,
    state: "pending",
    direction: "forward",
    counts: NO_CONVERSIONS,
    settings: NO_SETTINGS,
    concurrencyMax: 10,
    failureBudgetCount: 0,
    failuresAccepted: 0,
    soakMs: 0,
    approvalMinimum: 0,
    mutesAssignmentMails: false,
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
      isVoid: false,
    },
  ],
  approvalMinimum: 1,
  driftCheck: null,
  startedAt: NOW.toISOString(),
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
    startedAt: null,
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

const PLANNED: RolloutSnapshot = {
  ...ROLLOUT,
  state: "planned",
  approvals: [],
  approvalMinimum: 2,
  startedAt: null,
  waves: [wave(0, { counts: { ...NO_CONVERSIONS, pending: 4 } })],
};

function say(rollout: RolloutSnapshot, caller: string, decision: "approve" | "reject" = "approve") {
  return commandRollout(
    rollout,
    { name: "approve", digest: "d", decision, reason: "r" },
    { ...context, caller },
  );
}

/** The rollout as it is once this change is saved. */
function after(rollout: RolloutSnapshot, outcome: ReturnType<typeof say>): RolloutSnapshot {
  if (!outcome.ok) throw new Error(outcome.refusal.detail);
  const { change } = outcome;
  const approvals = [...rollout.approvals, ...change.approvals];
  return { ...rollout, ...change.rollout, approvals, driftCheck: change.driftCheck ?? rollout.driftCheck };
}

test("two people must sign where the plan asks for two, and neither is the author or the same one twice", () => {
  const once = after(PLANNED, say(PLANNED, "bob"));
  expect(once.state).toBe("planned");
  expect(approversOf(once, null)).toEqual(["bob"]);
  expect(say(once, "bob")).toMatchObject({ ok: false, refusal: { code: "alreadyDecided" } });
  expect(say(once, "ann")).toMatchObject({ ok: false, refusal: { code: "sameIdentity" } });
  expect(after(once, say(once, "cid")).state).toBe("approved");
});

test("one rejection ends a rollout that others have approved", () => {
  const once = after(PLANNED, say(PLANNED, "bob"));
  expect(after(once, say(once, "cid", "reject")).state).toBe("aborted");
});

const APPROVED: RolloutSnapshot = { ...PLANNED, state: "approved" };

test("a start is ordered once, and nothing runs before the tenant was looked at", () => {
  const started = after(APPROVED, commandRollout(APPROVED, { name: "start", reason: "now" }, context));
  expect(started).toMatchObject({
    state: "approved",
    driftCheck: { state: "checking", orderedBy: "olga", approvedDigest: "d", reason: "now" },
  });
  expect(decide(started, NOW, () => "h")).toBeNull();
  expect(tell(started, { name: "start", reason: "again" })).toMatchObject({ code: "stateConflict" });
});

test("a tenant that can't be read leaves the rollout approved, and it can be started again", () => {
  const started = after(APPROVED, commandRollout(APPROVED, { name: "start", reason: "now" }, context));
  const problems = [{ pointer: "", code: "serviceNotAvailable", message: "not now" }];
  const change = concludeDriftCheck(started, "new-hold", { compared: false, problems }, context);
  expect(change).toMatchObject({ rollout: null, driftCheck: { state: "failed", problems } });
  const failed = { ...started, driftCheck: change?.driftCheck ?? null };
  expect(tell(failed, { name: "start", reason: "again" })).toMatchObject({
    driftCheck: { state: "checking", problems: [] },
  });
});

test("an abort withdraws a start; a pause leaves it, and what it starts is held", () => {
  const started = after(APPROVED, commandRollout(APPROVED, { name: "start", reason: "now" }, context));
  expect(tell(started, { name: "abort", reason: "no" })).toMatchObject({
    rollout: { state: "aborted" },
    driftCheck: { state: "withdrawn", endedAt: NOW.toISOString() },
  });
  expect(tell(started, { name: "pause", reason: "wait" })).toMatchObject({ driftCheck: null });
});

test.each(["retry", "rollBack"] as const)("%s of a rollout that was never started is refused", (name) => {
  const aborted: RolloutSnapshot = { ...ROLLOUT, state: "aborted", startedAt: null };
  expect(tell(aborted, { name, reason: "r" })).toMatchObject({ code: "stateConflict" });
});

test("an approval that became void can be given again by the same person", () => {
  const [given] = after(PLANNED, say(PLANNED, "bob")).approvals;
  if (given === undefined) throw new Error("nobody approved");
  const voided: RolloutSnapshot = { ...PLANNED, approvals: [{ ...given, isVoid: true }] };
  expect(approversOf(voided, null)).toEqual([]);
  expect(after(voided, say(voided, "bob")).approvals).toHaveLength(2);
});
