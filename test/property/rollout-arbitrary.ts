import fc from "fast-check";
import {
  CONVERSION_STATES,
  DIRECTIONS,
  DRIFT_CHECK_STATES,
  NO_CONVERSIONS,
  ROLLOUT_STATES,
  WAVE_STATES,
  type Approval,
  type ConversionCounts,
  type DriftCheck,
  type Hold,
  type RolloutSnapshot,
  type WaveSnapshot,
} from "@standdown/domain";

export const ROLLOUT_ID = "rollout";
export const DIGEST = "d".repeat(64);
const AT = "2026-06-01T00:00:00.000Z";

const counts: fc.Arbitrary<ConversionCounts> = fc
  .array(fc.tuple(fc.constantFrom(...CONVERSION_STATES), fc.integer({ min: 1, max: 5 })), { maxLength: 4 })
  .map((pairs) => ({ ...NO_CONVERSIONS, ...Object.fromEntries(pairs) }));

const wave = (position: number): fc.Arbitrary<WaveSnapshot> =>
  fc.record({
    position: fc.constant(position),
    name: fc.constant(`wave-${position}`),
    state: fc.constantFrom(...WAVE_STATES),
    direction: fc.constantFrom("forward", "forward", "back" as const),
    counts,
    settings: fc.record({
      open: fc.constantFrom(0, 0, 0, 1),
      applied: fc.constantFrom(0, 2),
      failed: fc.constantFrom(0, 0, 1),
    }),
    concurrencyMax: fc.constant(10),
    failureBudgetCount: fc.integer({ min: 0, max: 3 }),
    failuresAccepted: fc.integer({ min: 0, max: 5 }),
    soakMs: fc.constantFrom(0, 60_000),
    approvalMinimum: fc.constantFrom(0, 0, 1, 2),
    mutesAssignmentMails: fc.boolean(),
    soakUntil: fc.constantFrom("2026-05-31T23:59:00.000Z", "2026-06-01T00:01:00.000Z"),
  });

const approval: fc.Arbitrary<Approval> = fc.record({
  wavePosition: fc.constantFrom(null, 0, 1, 2),
  digest: fc.constantFrom(DIGEST, "another"),
  decision: fc.constantFrom("approve", "approve", "reject" as const),
  approver: fc.constantFrom("ann", "bob", "author"),
  reason: fc.constant("because"),
  at: fc.constant(AT),
  isVoid: fc.constantFrom(false, false, true),
});

const hold: fc.Arbitrary<Hold> = fc
  .record({
    scope: fc.oneof(
      fc.constant({ kind: "everything" as const }),
      fc.constant({ kind: "rollout" as const, rolloutId: ROLLOUT_ID }),
      fc
        .integer({ min: 0, max: 2 })
        .map((wavePosition) => ({ kind: "wave" as const, rolloutId: ROLLOUT_ID, wavePosition })),
    ),
    reason: fc.constantFrom("paused", "failureBudgetSpent", "rejected", "waveRolledBack" as const),
  })
  .map((part) => ({
    ...part,
    id: `${part.scope.kind}-${part.reason}`,
    detail: "",
    placedBy: "ann",
    placedAt: AT,
  }));

const driftCheck: fc.Arbitrary<DriftCheck> = fc.record({
  id: fc.constant("check"),
  inventoryId: fc.constant("inventory"),
  approvedDigest: fc.constant(DIGEST),
  orderedBy: fc.constant("olga"),
  orderedAt: fc.constant(AT),
  reason: fc.constant("now"),
  state: fc.constantFrom(...DRIFT_CHECK_STATES, "checking" as const, "checking" as const),
  endedAt: fc.constant(null),
  counts: fc.constant(null),
  currentDigest: fc.constant(null),
  problems: fc.constant([]),
});

/** Rollouts in every state, also in those that no history leads to. */
export const arbitraryRollout: fc.Arbitrary<RolloutSnapshot> = fc.record({
  id: fc.constant(ROLLOUT_ID),
  tenantId: fc.constant("tenant"),
  name: fc.constant("a-plan"),
  state: fc.constantFrom(...ROLLOUT_STATES, "running" as const, "running" as const),
  direction: fc.constantFrom(...DIRECTIONS),
  author: fc.constant("author"),
  manifestDigest: fc.constantFrom(DIGEST, DIGEST, null),
  version: fc.nat(),
  approvals: fc.array(approval, { maxLength: 3 }),
  approvalMinimum: fc.integer({ min: 1, max: 3 }),
  driftCheck: fc.option(driftCheck),
  startedAt: fc.constantFrom(null, AT, AT),
  holds: fc.uniqueArray(hold, { maxLength: 2, selector: ({ id }) => id }),
  waves: fc.tuple(wave(0), wave(1), wave(2)),
});
