import type { ConversionMove } from "@standdown/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  claimAll,
  claimOne,
  givenRunning,
  givenWorld,
  load,
  rowOf,
  save,
  tell,
  type Held,
  type World,
} from "../testing/given.ts";
import { proved } from "../testing/steps.ts";

let world: World;

beforeEach(async () => {
  world = await givenWorld();
});
afterEach(async () => await world.close());

const REMOVED: ConversionMove = { to: "removed", direction: "forward", code: null, detail: null };

async function removed({ store }: World, held: Held): Promise<string> {
  return await save(store, held, { steps: [proved(held.conversion, "remove")], move: REMOVED });
}

test("a removal is claimed as one, and is counted apart from what is converted", async () => {
  const { store } = world;
  const rolloutId = await givenRunning(store, {
    waves: [{ principals: ["ann"], disposition: "remove" }, { principals: ["ben"] }],
  });
  const ann = await claimOne(store);
  expect(ann.conversion.disposition).toBe("remove");
  expect(await removed(world, ann)).toBe("saved");
  expect((await load(store, rolloutId)).waves[0]?.counts).toMatchObject({ removed: 1, converted: 0 });
  const page = { wavePosition: null, state: null, principalId: null, cursor: null, limit: 9 };
  const removals = await store.listConversions(rolloutId, { ...page, disposition: "remove" });
  expect(removals.items.map(({ key, state }) => [key.principalId, state])).toEqual([["ann", "removed"]]);
});

test("the ledger says at compiling how many of each wave take access away", async () => {
  const { store, pool } = world;
  await givenRunning(store, {
    waves: [{ principals: ["ann", "ben"], disposition: "remove" }, { principals: ["cid"] }],
  });
  const { rows } = await pool.query("select fact from ledger where fact ->> 'kind' = 'rollout.compiled'");
  expect(rows).toMatchObject([{ fact: { conversionsByWave: [2, 1], removalsByWave: [2, 0] } }]);
});

test("what was removed turns back with the rollout, and so does what ends while it is told to", async () => {
  const { store, pool } = world;
  const rolloutId = await givenRunning(store, {
    waves: [{ principals: ["ann", "ben"], disposition: "remove" }],
  });
  const [ann, ben] = await claimAll(store);
  if (ann === undefined || ben === undefined) throw new Error("two were not claimed");
  await removed(world, ann);
  await tell(store, rolloutId, { name: "rollBack", reason: "wrong people" });
  await removed(world, ben);
  for (const { claim } of [ann, ben]) {
    expect(await rowOf(pool, claim.id)).toMatchObject({ state: "pending", direction: "back" });
  }
});

test.each([
  ["a removal that ends converted", "remove", "converted"],
  ["a conversion that ends removed", "convert", "removed"],
] as const)("the database refuses %s", async (_, disposition, to) => {
  const { store } = world;
  await givenRunning(store, { waves: [{ principals: ["ann"], disposition }] });
  const ann = await claimOne(store);
  await expect(save(store, ann, { move: { ...REMOVED, to } })).rejects.toThrow("conversion_ends_as_meant");
});
