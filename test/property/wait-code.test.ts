import fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterAnswer,
  afterFailedRead,
  freshStep,
  NOTHING_OBSERVED,
  type Situation,
  type TenantProblem,
} from "@standdown/domain";
import { freshConversion } from "./model-tenant.ts";

const SITUATION: Situation = {
  conversion: freshConversion(),
  observed: NOTHING_OBSERVED,
  now: new Date("2026-11-23T12:00:00Z"),
  timing: { proofIntervalMs: 10_000, minimumAgeMs: 300_000 },
  clientRequestId: "id",
};

const code = fc.oneof(
  fc.constantFrom(
    "ActiveDurationTooShort",
    "PendingRoleAssignmentRequest",
    "notConnected",
    "TooManyRequests",
  ),
  fc.string({ minLength: 1 }),
);

/** Trouble that passes: whatever its code, somebody asks again later. */
const passingProblem: fc.Arbitrary<TenantProblem> = fc
  .record({
    code,
    status: fc.constantFrom(null, 400, 429, 503),
    retryAfterMs: fc.option(fc.integer({ min: 1, max: 600_000 })),
  })
  .map((some) => ({
    ...some,
    verdict: some.retryAfterMs === null ? "retry" : "retryAfter",
    message: "It does not work now.",
    advice: "Wait.",
    requestId: null,
    clientRequestId: null,
  }));

test("a wait for trouble of the tenant says which: it carries the code of the problem", () => {
  fc.assert(
    fc.property(passingProblem, (problem) => {
      const written = afterAnswer(SITUATION, freshStep("grant"), { ok: false, problem });
      expect(written).toMatchObject({ do: "wait", code: problem.code });
      expect(afterFailedRead(SITUATION, problem)).toMatchObject({ do: "wait", code: problem.code });
    }),
  );
});

test("a write that may have happened and is throttled waits with its code too", () => {
  fc.assert(
    fc.property(passingProblem, fc.integer({ min: 1, max: 600_000 }), (passing, retryAfterMs) => {
      const problem: TenantProblem = { ...passing, verdict: "read", retryAfterMs };
      const written = afterAnswer(SITUATION, freshStep("grant"), { ok: false, problem });
      expect(written).toMatchObject({ do: "wait", reason: "throttled", code: problem.code });
    }),
  );
});
