import { expect, test, vi } from "vitest";
import { repeat } from "./pump.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

test("rounds never overlap, and asking while one runs makes exactly one more", async () => {
  let running = 0;
  let most = 0;
  let rounds = 0;
  const ends: (() => void)[] = [];
  const repeating = repeat(
    async () => {
      running += 1;
      rounds += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
      return 60_000;
    },
    { log: QUIET, sweepMs: 60_000 },
  );
  repeating.ask();
  repeating.ask();
  ends.shift()?.();
  await vi.waitFor(() => expect(ends.length).toBe(1));
  ends.shift()?.();
  await repeating.close();
  expect({ most, rounds }).toEqual({ most: 1, rounds: 2 });
});

test("a round that throws is logged and repeated", async () => {
  const errors: string[] = [];
  let rounds = 0;
  const log = { ...QUIET, error: (_: object, message: string) => void errors.push(message) };
  const repeating = repeat(
    () => {
      rounds += 1;
      return rounds === 1 ? Promise.reject(new Error("gone")) : Promise.resolve(60_000);
    },
    { log, sweepMs: 1 },
  );
  await vi.waitFor(() => expect(rounds).toBe(2));
  await repeating.close();
  expect(errors.length).toBe(1);
});

test("nothing is repeated after the end", async () => {
  let rounds = 0;
  const repeating = repeat(
    () => {
      rounds += 1;
      return Promise.resolve(1);
    },
    { log: QUIET, sweepMs: 1 },
  );
  await repeating.close();
  const before = rounds;
  repeating.ask();
  await repeating.close();
  expect(rounds).toBe(before);
});
