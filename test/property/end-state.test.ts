import fc from "fast-check";
import { expect, test } from "vitest";
import {
  accessByPrincipal,
  compileContext,
  ComplianceRun,
  disposeAccess,
  endState,
  keyText,
  type ComplianceReport,
  type Inventory,
  type Plan,
  type PrincipalAccess,
  isEffective,
} from "@standdown/domain";
import { arbitraryInventory, arbitraryPlan, BREAK_GLASS } from "./tenant-arbitrary.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

function endOf(plan: Plan, inventory: Inventory) {
  const context = compileContext(plan, inventory, { now: NOW, ownAppId: null });
  return accessByPrincipal(inventory).map((access) => {
    const entries = disposeAccess(context, access);
    return { access, entries, after: endState(access, entries, context.term) };
  });
}

function checked(inventory: Inventory, all: readonly PrincipalAccess[]): ComplianceReport {
  const run = new ComplianceRun(inventory, BREAK_GLASS);
  for (const access of all) run.observe(access);
  return run.conclude();
}

test("the end state keeps every row that is neither converted nor taken away, and has eligible access for each that is converted", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      for (const { access, entries, after } of endOf(plan, inventory)) {
        const converted = entries.filter(({ disposition }) => disposition === "convert");
        const ended = entries.filter(({ disposition }) => isEffective(disposition));
        const ids = new Set(ended.map(({ assignmentId }) => assignmentId));
        expect(after.assignments).toEqual(access.assignments.filter(({ id }) => !ids.has(id)));
        expect(after.eligibilities).toEqual(expect.arrayContaining([...access.eligibilities]));
        const eligible = new Set(after.eligibilities.map(keyText));
        for (const { key } of converted) expect(eligible).toContain(keyText(key));
        const active = new Set(after.assignments.map(keyText));
        const endedKeys = new Set(ended.map(({ key }) => keyText(key)));
        expect(after.roleAssignments).toEqual(
          access.roleAssignments.filter((row) => !endedKeys.has(keyText(row)) || active.has(keyText(row))),
        );
      }
    }),
  );
});

test("what no plan converts, no check sees change; and the order of people makes no difference to what it finds", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const kept: Plan = { ...plan, spec: { ...plan.spec, strategy: { default: "keep" } } };
      const all = endOf(kept, inventory);
      const before = checked(
        inventory,
        all.map(({ access }) => access),
      );
      expect(
        checked(
          inventory,
          all.map(({ after }) => after),
        ),
      ).toEqual(before);
      const turned = checked(inventory, all.map(({ access }) => access).toReversed());
      expect(turned.results.map(verdictOf)).toEqual(before.results.map(verdictOf));
    }),
  );
});

test("no plan makes a permanent row of a privileged role", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const all = endOf(plan, inventory);
      const before = checked(
        inventory,
        all.map(({ access }) => access),
      );
      expect(
        permanentRows(
          checked(
            inventory,
            all.map(({ after }) => after),
          ),
        ),
      ).toBeLessThanOrEqual(permanentRows(before));
    }),
  );
});

/** What a check says and of how many; how a row is noted that is held twice, in person and through a group, is up to the order. */
function verdictOf({ check, verdict, evidence }: ComplianceReport["results"][number]): unknown {
  return [check, verdict, evidence.findingCount];
}

function permanentRows({ results }: ComplianceReport): number {
  return results.find(({ check }) => check === "ZTA.21815")?.evidence.findingCount ?? 0;
}
