import fc from "fast-check";
import { expect, test } from "vitest";
import {
  afterAnswer,
  decideConversion,
  NOTHING_OBSERVED,
  sideOf,
  type Conversion,
  type ConversionAction,
  type ConversionMove,
  type Observation,
  type Timing,
} from "@standdown/domain";
import { FATES, freshConversion, isOwnKey, ModelTenant, type Fate } from "./model-tenant.ts";

const TIMING: Timing = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };
const ACTIONS_MAX = 3000;

type Adversary = {
  readonly fates: readonly Fate[];
  /** The process is killed before this many actions, again and again: what was not saved is forgotten. */
  readonly crashEvery: number;
  /** After this many writes the tenant drops the side that was not written to, without a word; 0: never. */
  readonly dropAfter: number;
};

const adversary: fc.Arbitrary<Adversary> = fc.record({
  fates: fc.array(fc.constantFrom(...FATES), { minLength: 1, maxLength: 12 }),
  crashEvery: fc.constantFrom(0, 0, 3, 5, 7),
  dropAfter: fc.constant(0),
});

/** Carries a conversion to its end against the model, as the engine does, and answers how it ended. */
function carryOut(tenant: ModelTenant, start: Conversion, { fates, crashEvery, dropAfter }: Adversary) {
  let conversion = start;
  let observed: Observation = NOTHING_OBSERVED;
  let moved: ConversionMove | null = null;
  const save = (action: ConversionAction): void => {
    if (!("step" in action) || action.step === null) return;
    const made = action.do === "save" && action.madeScheduleId !== null ? [action.madeScheduleId] : [];
    conversion = {
      ...conversion,
      steps: { ...conversion.steps, [action.step.name]: action.step },
      madeScheduleIds: [...new Set([...conversion.madeScheduleIds, ...made])],
    };
  };
  const perform = (action: ConversionAction): void => {
    switch (action.do) {
      case "readAccess":
        tenant.nowMs += 50;
        observed = { ...observed, access: tenant.read() };
        return;
      case "readHolders":
        observed = { ...observed, holders: [] };
        return;
      case "readRequests":
        observed = { ...observed, requests: tenant.requests(sideOf(action.step)) };
        return;
      case "send": {
        if (action.step.intent === null) throw new Error("sent without an intent");
        save(action);
        expect(isOwnKey(action.step.intent)).toBe(true);
        const fate = fates[tenant.writeCount % (fates.length + 3)] ?? "taken";
        const answer = tenant.submit(action.step.intent, fate);
        if (tenant.writeCount === dropAfter) {
          if (action.step.intent.side === "assignment") tenant.dropEligible();
          else tenant.dropStanding();
        }
        if (crashEvery > 0 && tenant.writeCount % crashEvery === 0) return;
        tenant.nowMs += 100;
        perform(afterAnswer(situation(), action.step, answer));
        return;
      }
      case "save":
        save(action);
        observed = NOTHING_OBSERVED;
        return;
      case "wait":
        save(action);
        expect(Date.parse(action.until)).toBeGreaterThan(tenant.nowMs - 60_000);
        tenant.nowMs = Math.max(tenant.nowMs, Date.parse(action.until)) + 1;
        observed = NOTHING_OBSERVED;
        return;
      case "end":
        save(action);
        moved = action.move;
        return;
    }
  };
  const situation = () => ({
    conversion,
    observed,
    now: tenant.now(),
    timing: TIMING,
    clientRequestId: "id",
  });
  for (let count = 1; count <= ACTIONS_MAX; count += 1) {
    if (crashEvery > 0 && count % crashEvery === 0) observed = NOTHING_OBSERVED;
    perform(decideConversion(situation()));
    if (moved !== null) return { conversion, end: moved as ConversionMove };
  }
  throw new Error("the conversion comes to no end");
}

test("nobody is locked out and every conversion ends, whatever the tenant answers and wherever the process dies", () => {
  fc.assert(
    fc.property(adversary, (against) => {
      const tenant = new ModelTenant(TIMING.minimumAgeMs);
      const { end } = carryOut(tenant, freshConversion(), against);
      expect(tenant.lockouts).toEqual([]);
      if (end.to === "converted") {
        expect(tenant.standing).toBeNull();
        expect(tenant.eligible).not.toBeNull();
      } else {
        expect(end).toMatchObject({ to: "quarantined", code: "gaveUp" });
        expect(tenant.standing).not.toBeNull();
      }
    }),
    { numRuns: 500 },
  );
});

test("a converted principal can be put back: standing as before, and the eligibility that we made is gone", () => {
  fc.assert(
    fc.property(adversary, adversary, (there, back) => {
      const tenant = new ModelTenant(TIMING.minimumAgeMs);
      const forward = carryOut(tenant, freshConversion(), there);
      const { end } = carryOut(tenant, { ...forward.conversion, direction: "back" }, back);
      expect(tenant.lockouts).toEqual([]);
      expect(tenant.standing).not.toBeNull();
      if (end.to === "rolledBack") expect(tenant.eligible).toBeNull();
      else expect(end).toMatchObject({ to: "quarantined", code: "gaveUp" });
    }),
    { numRuns: 500 },
  );
});

test("where the tenant drops the eligible side silently, standing access is restored and a person must look", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("taken" as const, "lostAfter" as const, "notFoundThoughDone" as const),
      (fate) => {
        const tenant = new ModelTenant(TIMING.minimumAgeMs);
        const { end } = carryOut(tenant, freshConversion(), {
          fates: ["taken", fate],
          crashEvery: 0,
          dropAfter: 2,
        });
        expect(end).toMatchObject({ to: "quarantined", code: "eligibilityLost" });
        expect(tenant.standing).not.toBeNull();
      },
    ),
  );
});

test("where the tenant drops the standing side while the eligibility is taken back, it is put back before anything else", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("taken" as const, "lostAfter" as const, "notFoundThoughDone" as const),
      (fate) => {
        const tenant = new ModelTenant(TIMING.minimumAgeMs);
        const quiet: Adversary = { fates: ["taken"], crashEvery: 0, dropAfter: 0 };
        const forward = carryOut(tenant, freshConversion(), quiet);
        const back = { ...forward.conversion, direction: "back" as const };
        // Two writes there, one restore, then the revocation.
        const { end } = carryOut(tenant, back, {
          fates: ["taken", "taken", "taken", fate],
          crashEvery: 0,
          dropAfter: 4,
        });
        expect(end.to).toBe("rolledBack");
        expect(tenant.standing).not.toBeNull();
        expect(tenant.eligible).toBeNull();
      },
    ),
  );
});

test("nothing is taken back while the standing access that was put back is gone again: it is put back once more", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  const quiet: Adversary = { fates: ["taken"], crashEvery: 0, dropAfter: 0 };
  const { conversion } = carryOut(tenant, freshConversion(), quiet);
  const restore = { ...conversion.steps.restore, state: "proved", attempt: 1 } as const;
  const back = { ...conversion, direction: "back" as const, steps: { ...conversion.steps, restore } };
  const { end } = carryOut(tenant, back, quiet);
  expect(end.to).toBe("rolledBack");
  expect(tenant.lockouts).toEqual([]);
  expect(tenant.standing).not.toBeNull();
});

test("standing access is not put back to somebody whose eligible access was taken away since: a person must look", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  const quiet: Adversary = { fates: ["taken"], crashEvery: 0, dropAfter: 0 };
  const { conversion } = carryOut(tenant, freshConversion(), quiet);
  tenant.dropEligible();
  const { end } = carryOut(tenant, { ...conversion, direction: "back" }, quiet);
  expect(end).toMatchObject({ to: "quarantined", code: "accessRevoked" });
  expect(tenant.standing).toBeNull();
});

test("an eligibility that somebody else made is used, and is still there when the conversion is put back", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  tenant.eligible = { scheduleId: "theirs", since: "", shownAtMs: 0 };
  const quiet: Adversary = { fates: ["taken"], crashEvery: 0, dropAfter: 0 };
  const { conversion, end } = carryOut(tenant, freshConversion(), quiet);
  expect(end.to).toBe("converted");
  expect(tenant.writeCount).toBe(1);
  const back = carryOut(tenant, { ...conversion, direction: "back" }, quiet);
  expect(back.end.to).toBe("rolledBack");
  expect(tenant.eligible).toMatchObject({ scheduleId: "theirs" });
  expect(tenant.standing).not.toBeNull();
});

test("an eligibility that somebody else made and that the tenant dropped is told when the conversion is put back", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  tenant.eligible = { scheduleId: "theirs", since: "", shownAtMs: 0 };
  const quiet: Adversary = { fates: ["taken"], crashEvery: 0, dropAfter: 0 };
  const forward = carryOut(tenant, freshConversion(), { ...quiet, dropAfter: 1 });
  expect(forward.end).toMatchObject({ to: "quarantined", code: "eligibilityLost" });
  const back = carryOut(tenant, { ...forward.conversion, direction: "back" }, quiet);
  expect(back.end).toMatchObject({ to: "quarantined", code: "eligibilityLost" });
  expect(tenant.standing).not.toBeNull();
});

test("a stopped conversion begins nothing new, and what it began is known", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  const { end } = carryOut(
    tenant,
    { ...freshConversion(), isStopping: true },
    { fates: ["taken"], crashEvery: 0, dropAfter: 0 },
  );
  expect(end).toMatchObject({ to: "skipped", code: "aborted" });
  expect(tenant.writeCount).toBe(0);
});
