import fc from "fast-check";
import { expect, test } from "vitest";
import { adversary, carryOut, quiet, TIMING } from "./carry-out.ts";
import { freshConversion, ModelTenant } from "./model-tenant.ts";

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
          ...quiet,
          fates: ["taken", fate],
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
        const forward = carryOut(tenant, freshConversion(), quiet);
        const back = { ...forward.conversion, direction: "back" as const };
        // Two writes there, one restore, then the revocation.
        const { end } = carryOut(tenant, back, {
          ...quiet,
          fates: ["taken", "taken", "taken", fate],
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
  const { conversion } = carryOut(tenant, freshConversion(), quiet);
  tenant.dropEligible();
  const { end } = carryOut(tenant, { ...conversion, direction: "back" }, quiet);
  expect(end).toMatchObject({ to: "quarantined", code: "accessRevoked" });
  expect(tenant.standing).toBeNull();
});

test("an eligibility that somebody else made is used, and is still there when the conversion is put back", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  tenant.eligible = { scheduleId: "theirs", since: "", shownAtMs: 0 };
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
  const forward = carryOut(tenant, freshConversion(), { ...quiet, dropAfter: 1 });
  expect(forward.end).toMatchObject({ to: "quarantined", code: "eligibilityLost" });
  const back = carryOut(tenant, { ...forward.conversion, direction: "back" }, quiet);
  expect(back.end).toMatchObject({ to: "quarantined", code: "eligibilityLost" });
  expect(tenant.standing).not.toBeNull();
});

test("a stopped conversion begins nothing new, and what it began is known", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  const { end } = carryOut(tenant, { ...freshConversion(), isStopping: true }, quiet);
  expect(end).toMatchObject({ to: "skipped", code: "aborted" });
  expect(tenant.writeCount).toBe(0);
});
