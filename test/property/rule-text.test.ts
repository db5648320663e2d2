import { ruleTexts, sameRule } from "@standdown/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { roleRuleArbitrary } from "./role-rule-arbitrary.ts";

test("two rules are said in the same words exactly where they say the same", () => {
  fc.assert(
    fc.property(roleRuleArbitrary, roleRuleArbitrary, (from, to) => {
      fc.pre(from.kind === to.kind);
      const texts = ruleTexts(from, to);
      expect(texts.from === texts.to).toBe(sameRule(from, to));
    }),
    { numRuns: 5000 },
  );
});
