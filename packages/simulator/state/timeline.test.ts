import fc from "fast-check";
import { expect, test } from "vitest";
import { Timeline } from "./timeline.ts";

test("a timeline lets happen what is due, by time, and of one instant first come first", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 30 }), { maxLength: 200 }),
      fc.array(fc.nat({ max: 30 }), { maxLength: 5 }),
      (times, stops) => {
        const timeline = new Timeline();
        const happened: string[] = [];
        for (const [number, at] of times.entries()) {
          timeline.schedule(at, (told) => happened.push(`${told} ${number}`));
        }
        const expected = times
          .map((at, number) => ({ at, number }))
          .toSorted((one, other) => one.at - other.at || one.number - other.number);
        let now = 0;
        for (const stop of stops) {
          now = Math.max(now, stop);
          timeline.settle(now);
          const due = expected.filter(({ at }) => at <= now);
          expect(happened).toEqual(due.map(({ at, number }) => `${at} ${number}`));
        }
      },
    ),
  );
});

test("what comes up while something happens, and is due, happens in the same go and in its turn", () => {
  const timeline = new Timeline();
  const happened: string[] = [];
  timeline.schedule(1, () => {
    happened.push("one");
    timeline.schedule(2, () => happened.push("two"));
    timeline.schedule(9, () => happened.push("nine"));
  });
  timeline.schedule(3, () => happened.push("three"));
  timeline.settle(5);
  expect(happened).toEqual(["one", "two", "three"]);
});
