import fc from "fast-check";
import { expect, test } from "vitest";
import { PageWalk } from "./page-walk.ts";

test("a walk without a circle is never taken for one, and a circle is noticed within four times the whole way", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 200 }), (straight, round) => {
      const walk = new PageWalk();
      for (let at = 0; at < straight; at += 1) expect(walk.goTo(`straight ${at}`)).toBe(false);
      let goneCount = 0;
      while (!walk.goTo(`round ${goneCount % round}`)) goneCount += 1;
      expect(goneCount).toBeGreaterThanOrEqual(round);
      expect(goneCount).toBeLessThanOrEqual(4 * (straight + round));
    }),
  );
});
