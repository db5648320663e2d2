import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenWorld, type World } from "../testing/given.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

const request = () => ({ subject: "ada", key: randomUUID(), requestDigest: "one" });
const ANSWER = { status: 202, location: "/v1/rollouts/1", body: '{"id":"1"}' };

test("of requests with one key at the same time, one is carried out", async () => {
  const { store } = world;
  const same = request();
  const starts = await Promise.all([1, 2, 3, 4].map(async () => await store.beginIdempotent(same)));
  expect(starts.filter(({ outcome }) => outcome === "new")).toHaveLength(1);
  expect(starts.filter(({ outcome }) => outcome === "inProgress")).toHaveLength(3);
});

test("a request that was carried out gets its answer again; another one with its key does not", async () => {
  const { store } = world;
  const first = request();
  await store.beginIdempotent(first);
  await store.finishIdempotent(first, ANSWER);
  expect(await store.beginIdempotent(first)).toEqual({ outcome: "replay", answer: ANSWER });
  expect(await store.beginIdempotent({ ...first, requestDigest: "two" })).toEqual({ outcome: "mismatch" });
  expect(await store.beginIdempotent({ ...first, subject: "eve" })).toEqual({ outcome: "new" });
});

test("a request that was refused frees its key", async () => {
  const { store } = world;
  const refused = request();
  await store.beginIdempotent(refused);
  await store.finishIdempotent(refused, null);
  expect(await store.beginIdempotent({ ...refused, requestDigest: "mended" })).toEqual({ outcome: "new" });
});

test("who carries out a request for over a minute is taken for dead", async () => {
  const { store, pool } = world;
  const abandoned = request();
  await store.beginIdempotent(abandoned);
  await pool.query("update idempotency_keys set begun_at = begun_at - interval '61 seconds' where key = $1", [
    abandoned.key,
  ]);
  expect(await store.beginIdempotent(abandoned)).toEqual({ outcome: "new" });
  expect(await store.beginIdempotent(abandoned)).toEqual({ outcome: "inProgress" });
});
