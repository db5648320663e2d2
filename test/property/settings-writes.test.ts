import fc from "fast-check";
import { expect, test } from "vitest";
import {
  differingRules,
  identityProof,
  isRefused,
  ruleChanges,
  settingsWrites,
  stricterOf,
  withRules,
  type RoleRule,
} from "@standdown/domain";
import { settings, settingsPair } from "./settings-arbitrary.ts";

/** Takes a change only where no order in which its rules could be looked at meets what is refused. */
function isTakenInAnyOrder(rules: readonly RoleRule[], write: readonly RoleRule[]): boolean {
  return !isRefused(withRules(rules, write)) && write.every((rule) => !isRefused(withRules(rules, [rule])));
}

test("no sequence of writes passes through settings that the service refuses, and it ends at what is wanted", () => {
  let switchCount = 0;
  fc.assert(
    fc.property(settingsPair, ([from, to]) => {
      let rules = from;
      for (const write of settingsWrites(from, to)) {
        expect(isTakenInAnyOrder(rules, write)).toBe(true);
        rules = withRules(rules, write);
      }
      expect(differingRules(rules, to)).toEqual([]);
      if (identityProof(from) === "mfa" && identityProof(to) === "context") switchCount += 1;
    }),
    { numRuns: 2000 },
  );
  expect(switchCount).toBeGreaterThan(50);
});

test("it is minimal: rules that differ, each once, and a second write only where one would be refused", () => {
  fc.assert(
    fc.property(settingsPair, ([from, to]) => {
      const writes = settingsWrites(from, to);
      const differing = differingRules(from, to);
      expect(writes.flat().toSorted(byId)).toEqual(differing.toSorted(byId));
      const least = differing.length === 0 ? 0 : isTakenInAnyOrder(from, differing) ? 1 : 2;
      expect(writes).toHaveLength(least);
    }),
    { numRuns: 2000 },
  );
});

test("whatever was written when it was interrupted, the rest is the way from there", () => {
  fc.assert(
    fc.property(settingsPair, ([from, to]) => {
      const [first, ...rest] = settingsWrites(from, to);
      if (first === undefined) return;
      expect(settingsWrites(withRules(from, first), to)).toEqual(rest);
    }),
  );
});

test("what is as strict as both loosens neither, and is taken", () => {
  fc.assert(
    fc.property(settings, settings, (current, wanted) => {
      const strict = stricterOf(current, wanted);
      expect(isRefused(strict)).toBe(false);
      expect(ruleChanges(current, strict).filter(({ effect }) => effect === "loosening")).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test("what only tightens is taken over whole", () => {
  fc.assert(
    fc.property(settings, settings, (current, wanted) => {
      const strict = stricterOf(current, wanted);
      expect(differingRules(stricterOf(current, strict), strict)).toEqual([]);
    }),
  );
});

function byId(a: RoleRule, b: RoleRule): number {
  return a.id < b.id ? -1 : 1;
}
