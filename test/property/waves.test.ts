import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkPlan,
  compilePlan,
  type FormerWaves,
  type Inventory,
  type Manifest,
  type Plan,
  type WaveSelect,
  isEffective,
} from "@standdown/domain";
import { arbitrarySelectingPlan, arbitraryWorld } from "./waves-arbitrary.ts";

const NOW = new Date("2026-06-01T00:00:00Z");

function compile(plan: Plan, inventory: Inventory, former: FormerWaves | null = null): Manifest {
  const compiled = compilePlan({ plan, inventory, now: NOW, former, ownAppId: null, guards: [] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.manifest;
}

function waveOf({ entries }: Manifest): Map<string, number> {
  return new Map(
    entries.flatMap(({ key, wavePosition }): [string, number][] =>
      wavePosition === null ? [] : [[key.principalId, wavePosition]],
    ),
  );
}

/** Whom a selector means, told from the tenant and the manifest alone. */
function isSelected(
  selected: WaveSelect | undefined,
  principalId: string,
  inventory: Inventory,
  manifest: Manifest,
): boolean {
  const { principals, departments, countries, groups, roles } = selected ?? {};
  const principal = inventory.principals.find(({ id }) => id === principalId);
  const members = inventory.groupMembers.flatMap(({ userIds }) => userIds);
  const moved = new Set(
    manifest.entries
      .filter(({ key, disposition }) => key.principalId === principalId && isEffective(disposition))
      .map(({ beforeImage }) => beforeImage.roleName),
  );
  return [
    principals?.includes(principalId),
    departments?.includes(principal?.department ?? ""),
    countries?.includes(principal?.country ?? ""),
    groups === undefined ? undefined : members.includes(principalId),
    roles?.some(({ name }) => moved.has(name ?? "")),
  ].every((answer) => answer !== false);
}

test("every plan that is made here is a valid plan", () => {
  fc.assert(
    fc.property(arbitrarySelectingPlan, (plan) => {
      expect(checkPlan(plan)).toMatchObject({ ok: true });
    }),
  );
});

test("a mover goes in the first wave that selects it and has room, those first whose rank is lower", () => {
  fc.assert(
    fc.property(arbitrarySelectingPlan, arbitraryWorld, (plan, inventory) => {
      const manifest = compile(plan, inventory);
      const total = waveOf(manifest).size;
      const rooms = plan.spec.waves.map(({ size }) =>
        size?.percent === undefined
          ? (size?.count ?? total)
          : Math.max(1, Math.floor((total * size.percent) / 100)),
      );
      const rank = (id: string): string =>
        createHash("sha256").update(`${plan.metadata.name}\n${id}`).digest("hex");
      const expected = new Map<string, number>();
      for (const id of [...waveOf(manifest).keys()].toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
        const position = plan.spec.waves.findIndex(
          (wave, at) => (rooms[at] ?? 0) > 0 && isSelected(wave.select, id, inventory, manifest),
        );
        expected.set(id, position);
        rooms[position] = (rooms[position] ?? 0) - 1;
      }
      expect(Object.fromEntries(waveOf(manifest))).toEqual(Object.fromEntries(expected));
      for (const { position, principalCount } of manifest.waves) {
        expect([...expected.values()].filter((wave) => wave === position)).toHaveLength(principalCount);
      }
    }),
    { numRuns: 300 },
  );
});

test("who goes in which wave does not depend on the order in which the tenant was read", () => {
  fc.assert(
    fc.property(arbitrarySelectingPlan, arbitraryWorld, (plan, inventory) => {
      const turned: Inventory = {
        ...inventory,
        principals: inventory.principals.toReversed(),
        assignments: inventory.assignments.toReversed(),
        roleAssignments: inventory.roleAssignments.toReversed(),
      };
      expect(waveOf(compile(plan, turned))).toEqual(waveOf(compile(plan, inventory)));
    }),
  );
});

test("people who come move nobody who was known, and go in the last open wave; who is gone leaves", () => {
  fc.assert(
    fc.property(arbitrarySelectingPlan, arbitraryWorld, fc.integer({ min: 2, max: 5 }), (plan, all, part) => {
      const isKnown = (id: string): boolean => Number(id.slice(-2)) % part > 0 || Number(id.slice(-3)) > 900;
      const fewer: Inventory = {
        ...all,
        assignments: all.assignments.filter(({ principalId }) => isKnown(principalId)),
        roleAssignments: all.roleAssignments.filter(({ principalId }) => isKnown(principalId)),
      };
      const before = waveOf(compile(plan, fewer));
      const lastOpenWave = plan.spec.waves.length - 1;
      const grown = waveOf(compile(plan, all, { waveOf: before, lastOpenWave }));
      for (const [id, wave] of before) expect(grown.get(id)).toBe(wave);
      for (const [id, wave] of grown) if (!before.has(id)) expect(wave).toBe(lastOpenWave);
      const shrunk = waveOf(compile(plan, fewer, { waveOf: grown, lastOpenWave }));
      expect(Object.fromEntries(shrunk)).toEqual(Object.fromEntries(before));
    }),
  );
});

test("a plan with a seed keeps its cohorts under another name", () => {
  fc.assert(
    fc.property(arbitrarySelectingPlan, arbitraryWorld, (plan, inventory) => {
      const seeded = { ...plan, spec: { ...plan.spec, seed: plan.metadata.name } };
      const renamed = { ...seeded, metadata: { name: "another" } };
      expect(waveOf(compile(renamed, inventory))).toEqual(waveOf(compile(plan, inventory)));
    }),
  );
});
