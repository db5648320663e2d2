import fc from "fast-check";
import { expect, test } from "vitest";
import {
  commandRollout,
  concludeDriftCheck,
  decide,
  isFinalWave,
  isWaveHeld,
  promotionsOf,
  type DriftTolerance,
  type RolloutChange,
  type RolloutCommand,
  type RolloutSnapshot,
  NO_CONVERSIONS,
  NO_SETTINGS,
} from "@standdown/domain";
import { arbitraryRollout, DIGEST } from "./rollout-arbitrary.ts";

const NOW = new Date("2026-06-01T00:00:00.000Z");

function counter(): () => string {
  let count = 0;
  return () => `hold-${(count += 1)}`;
}

/** The snapshot that a load would give after the change was saved; conversions stay as they are. */
function applied(rollout: RolloutSnapshot, change: RolloutChange): RolloutSnapshot {
  return {
    ...rollout,
    ...change.rollout,
    version: rollout.version + 1,
    approvals: [...rollout.approvals, ...change.approvals],
    holds: [...rollout.holds.filter(({ id }) => !change.holdsLifted.includes(id)), ...change.holdsPlaced],
    waves: rollout.waves.map((wave) => ({
      ...wave,
      ...change.waves.find(({ position }) => position === wave.position),
    })),
  };
}

test("deciding moves nothing that has ended, and only what runs", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      const change = decide(rollout, NOW, counter());
      if (rollout.state !== "running") expect(change).toBeNull();
      for (const { position } of change?.waves ?? []) {
        expect(isFinalWave(rollout.waves[position]?.state ?? "completed")).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
});

test("a wave begins only after all before it have ended, with its approvals given and nothing holding it", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      const change = decide(rollout, NOW, counter());
      if (change === null) return;
      const after = applied(rollout, change);
      for (const { position } of change.waves) {
        const before = rollout.waves[position];
        const hasBegun = before?.state === "pending" || before?.state === "waiting";
        if (!hasBegun || after.waves[position]?.state === "waiting") continue;
        expect(after.waves.slice(0, position).every(({ state }) => isFinalWave(state))).toBe(true);
        expect(promotionsOf(rollout, position)).toBeGreaterThanOrEqual(before.approvalMinimum);
        expect(isWaveHeld(rollout, position)).toBe(false);
        expect(rollout.direction).toBe("forward");
      }
    }),
    { numRuns: 1000 },
  );
});

test("a wave never ends while one of its conversions, or settings of its roles, are still to be worked on", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      for (const { position } of decide(rollout, NOW, counter())?.waves ?? []) {
        const { counts = NO_CONVERSIONS, settings = NO_SETTINGS } = rollout.waves[position] ?? {};
        const atWork = counts.pending + counts.queued + counts.converting + settings.open;
        const to = decide(rollout, NOW, counter())?.waves.find((other) => other.position === position)?.state;
        if (atWork > 0) expect(["waiting", "running"]).toContain(to);
      }
    }),
    { numRuns: 1000 },
  );
});

test("a wave whose settings could not be set and proved, or put back, never ends well", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      for (const { position, state } of decide(rollout, NOW, counter())?.waves ?? []) {
        if ((rollout.waves[position]?.settings.failed ?? 0) === 0) continue;
        expect(["completed", "rolledBack"]).not.toContain(state);
      }
    }),
    { numRuns: 1000 },
  );
});

test("asking again after what was decided changes nothing more", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      const change = decide(rollout, NOW, counter());
      if (change !== null) expect(decide(applied(rollout, change), NOW, counter())).toBeNull();
    }),
    { numRuns: 1000 },
  );
});

test("a rollout ends only when every wave has, and a spent failure budget places one hold before the next begins", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      const change = decide(rollout, NOW, counter());
      if (change === null) return;
      const after = applied(rollout, change);
      if (change.rollout !== null) expect(after.waves.every(({ state }) => isFinalWave(state))).toBe(true);
      expect(
        change.holdsPlaced.filter(({ reason }) => reason === "failureBudgetSpent").length,
      ).toBeLessThanOrEqual(1);
      for (const wave of rollout.waves.filter(
        ({ state, direction }) => state === "running" && direction === "forward",
      )) {
        const failures = wave.counts.failed + wave.counts.quarantined;
        if (failures <= Math.max(wave.failureBudgetCount, wave.failuresAccepted) || hasNothingLeft(after))
          continue;
        expect(after.holds.some(({ reason }) => reason === "failureBudgetSpent")).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

/** No conversion is to come that a hold could keep back. */
function hasNothingLeft({ waves }: RolloutSnapshot): boolean {
  return waves.every(({ state, counts, settings }) => {
    const atWork = counts.pending + counts.queued + counts.converting + settings.open;
    return isFinalWave(state) || ((state === "running" || state === "soaking") && atWork === 0);
  });
}

const command: fc.Arbitrary<RolloutCommand> = fc.oneof(
  fc.record({
    name: fc.constant("approve" as const),
    digest: fc.constantFrom(DIGEST, "another"),
    decision: fc.constantFrom("approve", "reject" as const),
    reason: fc.constant("r"),
  }),
  fc.record({
    name: fc.constantFrom("start", "pause", "resume", "abort", "rollBack", "retry" as const),
    reason: fc.constant("r"),
  }),
  fc.record({
    name: fc.constantFrom("pauseWave", "resumeWave", "rollBackWave", "retryWave" as const),
    wave: fc.constantFrom("wave-0", "wave-2", "nowhere"),
    reason: fc.constant("r"),
  }),
  fc.record({
    name: fc.constantFrom("promote", "reject" as const),
    wave: fc.constantFrom("wave-0", "wave-1", "nowhere"),
    digest: fc.constantFrom(DIGEST, "another"),
    reason: fc.constant("r"),
  }),
);

test("every command in every state is carried out or refused with a reason, and each change tells itself in the ledger", () => {
  fc.assert(
    fc.property(arbitraryRollout, command, fc.constantFrom("ann", "author"), (rollout, told, caller) => {
      const outcome = commandRollout(rollout, told, { caller, now: NOW, newId: counter() });
      if (!outcome.ok) {
        expect(outcome.refusal.detail).not.toBe("");
        return;
      }
      const { change } = outcome;
      expect(change.actor).toBe(caller);
      expect(change.version).toBe(rollout.version);
      const kinds = change.entries.map(({ fact }) => fact.kind);
      expect(kinds.filter((kind) => kind === "hold.placed").length).toBe(change.holdsPlaced.length);
      expect(kinds.filter((kind) => kind === "hold.lifted").length).toBe(change.holdsLifted.length);
      expect(kinds.filter((kind) => kind === "approval.given").length).toBe(change.approvals.length);
      expect(kinds.includes("rollout.stateChanged")).toBe(change.rollout !== null);
    }),
    { numRuns: 1000 },
  );
});

test("an author never approves, and nobody approves another digest than the manifest's", () => {
  fc.assert(
    fc.property(arbitraryRollout, command, fc.constantFrom("ann", "author"), (rollout, told, caller) => {
      const outcome = commandRollout(rollout, told, { caller, now: NOW, newId: counter() });
      if (!outcome.ok || outcome.change.approvals.length === 0) return;
      expect(caller).not.toBe(rollout.author);
      for (const { digest } of outcome.change.approvals) expect(digest).toBe(rollout.manifestDigest);
    }),
    { numRuns: 1000 },
  );
});

test("nothing runs that was not approved and looked at: an approved rollout that is started waits for the tenant", () => {
  fc.assert(
    fc.property(arbitraryRollout, (rollout) => {
      const outcome = commandRollout(
        rollout,
        { name: "start", reason: "r" },
        { caller: "ann", now: NOW, newId: counter() },
      );
      const mayStart =
        rollout.state === "approved" &&
        rollout.manifestDigest !== null &&
        rollout.driftCheck?.state !== "checking";
      expect(outcome.ok).toBe(mayStart);
      if (!outcome.ok) return;
      expect(outcome.change.rollout).toBeNull();
      expect(outcome.change.driftCheck).toMatchObject({ state: "checking", endedAt: null });
    }),
  );
});

test("no command makes a rollout run that was never started", () => {
  fc.assert(
    fc.property(arbitraryRollout, command, (rollout, told) => {
      const outcome = commandRollout(rollout, told, { caller: "ann", now: NOW, newId: counter() });
      if (!outcome.ok || rollout.startedAt !== null || rollout.state === "running") return;
      expect(outcome.change.rollout?.state).not.toBe("running");
    }),
    { numRuns: 1000 },
  );
});

test("a rollout is approved once so many different people have signed its digest as the plan asks for, void ones not counted", () => {
  fc.assert(
    fc.property(
      arbitraryRollout,
      fc.constantFrom("ann", "bob", "cid"),
      fc.constantFrom("approve", "reject" as const),
      (given, caller, decision) => {
        const rollout: RolloutSnapshot = { ...given, state: "planned", manifestDigest: DIGEST };
        const told = { name: "approve", digest: DIGEST, decision, reason: "r" } as const;
        const outcome = commandRollout(rollout, told, { caller, now: NOW, newId: counter() });
        if (!outcome.ok) return;
        const after = applied(rollout, outcome.change);
        if (decision === "reject") {
          expect(after.state).toBe("aborted");
          return;
        }
        const signed = after.approvals.filter(
          ({ wavePosition, digest, isVoid }) => wavePosition === null && digest === DIGEST && !isVoid,
        );
        const lastReject = signed.findLastIndex(({ decision: word }) => word === "reject");
        const people = new Set(signed.slice(lastReject + 1).map(({ approver }) => approver));
        expect(after.state).toBe(people.size >= rollout.approvalMinimum ? "approved" : "planned");
      },
    ),
    { numRuns: 1000 },
  );
});

const drift = fc.record({
  added: fc.nat(4),
  gone: fc.nat(4),
  changed: fc.nat(4),
  approved: fc.integer({ min: 4, max: 40 }),
  warned: fc.nat(2),
  settings: fc.nat(1),
});
const tolerance: fc.Arbitrary<DriftTolerance> = fc.oneof(
  fc.nat(8).map((count) => ({ count })),
  fc.nat(100).map((percent) => ({ percent })),
);

test("a start runs what was approved or nothing: within the tolerance it runs, beyond it all approvals are void", () => {
  fc.assert(
    fc.property(arbitraryRollout, drift, tolerance, (rollout, counts, borne) => {
      const finding = {
        compared: true,
        counts,
        tolerance: borne,
        settings: [],
        currentDigest: "another",
      } as const;
      const change = concludeDriftCheck(rollout, "check", finding, { now: NOW, newId: counter() });
      const isWaitedFor = rollout.state === "approved" && rollout.driftCheck?.state === "checking";
      expect(change !== null).toBe(isWaitedFor);
      if (change === null) return;
      const drifted = counts.added + counts.gone + counts.changed + counts.warned;
      const isWithin =
        counts.settings === 0 &&
        drifted <= (borne.count ?? Math.floor((counts.approved * (borne.percent ?? 0)) / 100));
      expect(change.rollout?.state).toBe(isWithin ? "running" : "planned");
      expect(change.voidsApprovals).toBe(!isWithin);
      expect(change.driftCheck).toMatchObject({ state: isWithin ? "within" : "beyond", counts });
      expect(change.entries.map(({ fact }) => fact.kind)).toEqual([
        "rollout.driftChecked",
        "rollout.stateChanged",
      ]);
      const after = { ...applied(rollout, change), driftCheck: change.driftCheck };
      expect(concludeDriftCheck(after, "check", finding, { now: NOW, newId: counter() })).toBeNull();
    }),
    { numRuns: 1000 },
  );
});
