import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkPlan,
  compilePlan,
  isEffective,
  isStanding,
  keyText,
  manifestDigest,
  type Inventory,
  type Manifest,
  type Plan,
} from "@standdown/domain";
import {
  arbitraryInventory,
  arbitraryPlan,
  BREAK_GLASS,
  GLOBAL_ADMINISTRATOR,
  OWN_APP_ID,
} from "./tenant-arbitrary.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

function compile(
  plan: Plan,
  inventory: Inventory,
  former: Parameters<typeof compilePlan>[0]["former"] = null,
): Manifest {
  const compiled = compilePlan({ plan, inventory, now: NOW, former, ownAppId: OWN_APP_ID, guards: [] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.manifest;
}

test("every plan that is made here is a valid plan", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      expect(checkPlan(plan)).toMatchObject({ ok: true });
    }),
  );
});

test("every assignment of the tenant gets exactly one disposition", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const { entries } = compile(plan, inventory);
      const instances = new Set(inventory.assignments.map(keyText));
      const onlyPlain = inventory.roleAssignments.filter((row) => !instances.has(keyText(row)));
      const expected = [...inventory.assignments, ...onlyPlain].map((row) => row.id);
      expect(entries.map((entry) => entry.assignmentId).toSorted()).toEqual(expected.toSorted());
    }),
  );
});

test("no scope ever widens: what is converted or removed is a standing assignment's own principal, role and scope", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const standing = new Map(inventory.assignments.filter(isStanding).map((row) => [row.id, keyText(row)]));
      const { entries } = compile(plan, inventory);
      for (const entry of entries.filter(({ disposition }) => isEffective(disposition))) {
        expect(keyText(entry.key)).toBe(standing.get(entry.assignmentId));
      }
    }),
  );
});

test("a principal goes in one wave, and only what is converted or removed goes in any", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const waves = new Map<string, Set<number>>();
      for (const { key, disposition, wavePosition } of compile(plan, inventory).entries) {
        expect(wavePosition !== null).toBe(isEffective(disposition));
        if (wavePosition === null) continue;
        waves.set(key.principalId, (waves.get(key.principalId) ?? new Set()).add(wavePosition));
      }
      for (const positions of waves.values()) expect(positions.size).toBe(1);
    }),
  );
});

test("people who are known keep their wave, and who is new joins the last open one", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, fc.nat(), (plan, inventory, some) => {
      const before = compile(plan, inventory);
      const movers = before.entries.filter(({ disposition }) => isEffective(disposition));
      const known = movers.filter((_, at) => (at + some) % 3 > 0);
      const waveOf = new Map(known.map(({ key, wavePosition }) => [key.principalId, wavePosition ?? -1]));
      const lastOpenWave = plan.spec.waves.length - 1;
      for (const { key, disposition, wavePosition } of compile(plan, inventory, { waveOf, lastOpenWave })
        .entries) {
        if (isEffective(disposition)) expect(wavePosition).toBe(waveOf.get(key.principalId) ?? lastOpenWave);
      }
    }),
  );
});

test("emergency access accounts, our own application and Global Administrators of a remaining-roles plan are never touched", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const ours = inventory.principals.filter(({ appId }) => appId === OWN_APP_ID).map(({ id }) => id);
      const untouchable = new Set<string>([...BREAK_GLASS, ...ours]);
      for (const { key, disposition } of compile(plan, inventory).entries) {
        if (!isEffective(disposition)) continue;
        expect(untouchable.has(key.principalId)).toBe(false);
        expect(key.roleDefinitionId).not.toBe(GLOBAL_ADMINISTRATOR);
      }
    }),
  );
});

test("access of groups and applications is removed only by a rule that names them, and applications never become eligible", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      for (const { disposition, detail, beforeImage } of compile(plan, inventory).entries) {
        const { principalType } = beforeImage;
        if (principalType === "servicePrincipal") expect(disposition).not.toBe("convert");
        if (principalType === "user" || disposition !== "remove") continue;
        const rule = plan.spec.strategy.rules?.find(({ name }) => name === detail);
        expect(rule?.when.principalTypes).toContain(principalType);
      }
    }),
  );
});

test("compiling the same tenant again, read in another order, gives the same digest; any other wave does not", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const manifest = compile(plan, inventory);
      const turned: Inventory = {
        ...inventory,
        id: "another",
        assignments: inventory.assignments.toReversed(),
      };
      expect(manifestDigest(compile(plan, turned))).toBe(manifestDigest(manifest));
      const moved = manifest.entries.findIndex(({ wavePosition }) => wavePosition !== null);
      if (moved < 0) return;
      const entries = manifest.entries.map((entry, at) =>
        at === moved ? { ...entry, wavePosition: 99 } : entry,
      );
      expect(manifestDigest({ ...manifest, entries })).not.toBe(manifestDigest(manifest));
    }),
  );
});

test("waves take as many principals as the plan says, percent of the whole selection rounded down, at least one", () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryInventory, (plan, inventory) => {
      const { waves, entries } = compile(plan, inventory);
      const total = new Set(
        entries.filter(({ wavePosition }) => wavePosition !== null).map(({ key }) => key.principalId),
      ).size;
      let left = total;
      for (const wave of waves) {
        const { count, percent } = plan.spec.waves[wave.position]?.size ?? {};
        const asked =
          count ?? (percent === undefined ? left : Math.max(1, Math.floor((total * percent) / 100)));
        expect(wave.principalCount).toBe(Math.min(left, asked));
        left -= wave.principalCount;
      }
      expect(left).toBe(0);
    }),
  );
});
