import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeOrdered } from "./merge-ordered.ts";

test("ordered sequences are merged as sorting them stably would", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat({ max: 20 })), { maxLength: 5 }), (given) => {
      const sequences = given.map((places, from) =>
        places.toSorted((one, other) => one - other).map((place) => ({ place, from })),
      );
      const sorted = sequences.flat().toSorted((one, other) => one.place - other.place);
      expect([...mergeOrdered(sequences, ({ place }) => place)]).toEqual(sorted);
    }),
  );
});
