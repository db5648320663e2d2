import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OrderedList } from "./ordered-list.ts";

type Step = { readonly kind: "append" } | { readonly kind: "replace" | "remove"; readonly pick: number };

const steps = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<Step>({ kind: "append" }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("replace" as const, "remove" as const),
        pick: fc.nat({ max: 400 }),
      }),
    },
  ),
  { maxLength: 600, size: "max" },
);

/** The list, and the same as a plain map that is sorted each time. */
function play(given: readonly Step[]): { list: OrderedList<string>; model: Map<number, string> } {
  const list = new OrderedList<string>();
  const model = new Map<number, string>();
  let place = 0;
  for (const [index, step] of given.entries()) {
    if (step.kind === "append") {
      place += 1 + (index % 3);
      list.put(place, `new ${index}`);
      model.set(place, `new ${index}`);
      continue;
    }
    const places = [...model.keys()];
    const picked = places[step.pick % Math.max(1, places.length)];
    if (step.kind === "remove") {
      list.remove(picked ?? step.pick);
      if (picked !== undefined) model.delete(picked);
    } else if (picked !== undefined) {
      list.put(picked, `changed ${index}`);
      model.set(picked, `changed ${index}`);
    }
  }
  return { list, model };
}

function items(entries: readonly (readonly [number, string])[]): string[] {
  return entries.map(([, item]) => item);
}

describe("an ordered list", () => {
  test("reads like a map that is sorted each time, from any place, in both directions", () => {
    fc.assert(
      fc.property(steps, fc.nat({ max: 900 }), (given, from) => {
        const { list, model } = play(given);
        const sorted = [...model].toSorted(([one], [other]) => one - other);
        expect(list.size).toBe(model.size);
        expect([...list.values()]).toEqual(items(sorted));
        expect([...list.after(from)]).toEqual(items(sorted.filter(([place]) => place > from)));
        expect([...list.before(from)]).toEqual(items(sorted.filter(([place]) => place < from).toReversed()));
      }),
    );
  });

  test("shows everybody who was there all the time exactly once, whatever is taken away between two pages", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.array(fc.nat({ max: 400 }), { maxLength: 120 }), { maxLength: 40 }),
        (count, size, removals) => {
          const list = new OrderedList<number>();
          for (let place = 1; place <= count; place += 1) list.put(place, place);
          const gone = new Set<number>();
          const seen: number[] = [];
          for (let after = 0, turn = 0; ; turn += 1) {
            const page = [...list.after(after)].slice(0, size);
            seen.push(...page);
            const last = page.at(-1);
            if (last === undefined) break;
            after = last;
            for (const place of removals[turn] ?? []) {
              list.remove(place);
              gone.add(place);
            }
          }
          expect(new Set(seen).size).toBe(seen.length);
          for (let place = 1; place <= count; place += 1) if (!gone.has(place)) expect(seen).toContain(place);
        },
      ),
    );
  });

  test("takes no item into a place that was passed", () => {
    const list = new OrderedList<string>();
    list.put(5, "five");
    expect(() => list.put(4, "four")).toThrow(RangeError);
    list.remove(5);
    expect(() => list.put(5, "five again")).toThrow(RangeError);
  });
});
