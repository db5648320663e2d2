import fc from "fast-check";
import { expect, test } from "vitest";
import { adversary, carryOut, quiet, TIMING } from "./carry-out.ts";
import { freshRemoval, ModelTenant, USER } from "./model-tenant.ts";

/** An eligibility of somebody else's making, that no removal may touch; or none. */
const theirs = fc.constantFrom(null, { scheduleId: "theirs", since: "", shownAtMs: 0 });

test("a removal ends wherever the process dies, takes away the standing access and never touches anything else", () => {
  fc.assert(
    fc.property(adversary, theirs, (against, eligible) => {
      const tenant = new ModelTenant(TIMING.minimumAgeMs);
      tenant.eligible = eligible;
      const { end } = carryOut(tenant, freshRemoval(), against);
      expect(new Set(tenant.asked)).toEqual(new Set(["assignment adminRemove"]));
      expect(tenant.eligible).toBe(eligible);
      if (end.to === "removed") expect(tenant.standing).toBeNull();
      else {
        expect(end).toMatchObject({ to: "quarantined", code: "gaveUp" });
        expect(tenant.standing).not.toBeNull();
      }
    }),
    { numRuns: 500 },
  );
});

test("a removal that was carried out can be put back: the access is as before, and no eligibility came or went", () => {
  fc.assert(
    fc.property(adversary, adversary, theirs, (there, back, eligible) => {
      const tenant = new ModelTenant(TIMING.minimumAgeMs);
      tenant.eligible = eligible;
      const forward = carryOut(tenant, freshRemoval(), there);
      const { end } = carryOut(tenant, { ...forward.conversion, direction: "back" }, back);
      expect(tenant.asked.filter((asked) => asked.startsWith("eligibility"))).toEqual([]);
      expect(tenant.eligible).toBe(eligible);
      if (end.to === "rolledBack") expect(tenant.standing).not.toBeNull();
      else expect(end).toMatchObject({ to: "quarantined", code: "gaveUp" });
    }),
    { numRuns: 500 },
  );
});

test("a removal that is turned back anywhere in the middle ends with the access as before", () => {
  fc.assert(
    fc.property(adversary, fc.integer({ min: 1, max: 40 }), (against, turnAfter) => {
      const tenant = new ModelTenant(TIMING.minimumAgeMs);
      const { end } = carryOut(tenant, freshRemoval(), { ...against, turnAfter });
      if (end.to === "rolledBack") expect(tenant.standing).not.toBeNull();
      else if (end.to === "removed") expect(tenant.standing).toBeNull();
      else expect(end).toMatchObject({ to: "quarantined", code: "gaveUp" });
    }),
    { numRuns: 500 },
  );
});

test("a stopped removal begins nothing, and one in the middle of being undone is not finished as a rescue", () => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  const stopped = carryOut(tenant, { ...freshRemoval(), isStopping: true }, quiet);
  expect(stopped.end).toMatchObject({ to: "skipped", code: "aborted" });
  const { conversion } = carryOut(tenant, freshRemoval(), quiet);
  const back = carryOut(tenant, { ...conversion, direction: "back", isStopping: true }, quiet);
  expect(back.end).toMatchObject({ to: "skipped", code: "aborted" });
  expect(tenant.asked).toEqual(["assignment adminRemove"]);
});

test.each([
  ["is disabled", { ...USER, accountEnabled: false }],
  ["is gone while its access still shows", null],
])("access of an account that %s is taken away all the same", (_, principal) => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  tenant.principal = principal;
  expect(carryOut(tenant, freshRemoval(), quiet).end.to).toBe("removed");
});

test.each([
  ["by somebody else", USER, null, "standingGone"],
  ["with its account", null, null, "principalGone"],
  [
    "by somebody who made it eligible",
    USER,
    { scheduleId: "theirs", since: "", shownAtMs: 0 },
    "alreadyEligible",
  ],
])("access that went %s before it was taken away is skipped with its reason", (_, principal, held, code) => {
  const tenant = new ModelTenant(TIMING.minimumAgeMs);
  tenant.principal = principal;
  tenant.eligible = held;
  tenant.dropStanding();
  expect(carryOut(tenant, freshRemoval(), quiet).end).toMatchObject({ to: "skipped", code });
  expect(tenant.asked).toEqual([]);
});
