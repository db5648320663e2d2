import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "../page.ts";
import {
  givenPlanned,
  givenRunning,
  givenWorld,
  load,
  someManifest,
  somePlan,
  type World,
} from "../testing/given.ts";
import { storeManifest } from "../testing/store-manifest.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

async function readAll<T>(read: (cursor: string | null) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read(cursor);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

const newRollout = (idempotencyKey: string | null) => ({
  plan: somePlan(),
  planDigest: "d".repeat(64),
  author: "ada",
  inventoryId: null,
  idempotencyKey,
});

describe("a rollout", () => {
  test("is created with an inventory to be read, and told in the ledger", async () => {
    const { store } = world;
    const { id, inventoryId } = await store.createRollout(newRollout(null));
    expect(await store.readInventory(inventoryId)).toMatchObject({ state: "reading", requestedBy: "ada" });
    expect(await store.loadCompiling(id)).toMatchObject({ inventoryId, inventory: { state: "reading" } });
    expect((await store.findWork()).rolloutIds).not.toContain(id);
    await store.sealLedger(100);
    expect(await store.readLedger(id, { afterPosition: 0, limit: 10 })).toMatchObject([
      { position: 1, actor: "ada", fact: { kind: "rollout.created", planName: "some-plan" } },
    ]);
  });

  test("is created once for one key of one author, however many ask at once", async () => {
    const { store } = world;
    const key = randomUUID();
    const created = await Promise.all([1, 2, 3].map(async () => await store.createRollout(newRollout(key))));
    expect(new Set(created.map(({ id }) => id)).size).toBe(1);
  });

  test("is compiled once: the second who compiles it gets a conflict, and nothing is doubled", async () => {
    const { store } = world;
    const { id, inventoryId } = await store.createRollout(newRollout(null));
    const compiling = await store.loadCompiling(id);
    if (compiling === null) throw new Error("the rollout is not there");
    const manifest = someManifest({ waves: [{ principals: ["ann", "ben"] }] }, inventoryId);
    const saved = await Promise.all(
      [1, 2].map(async () => await storeManifest(store, compiling, manifest, "digest")),
    );
    expect(saved.toSorted()).toEqual(["conflict", "saved"]);
    expect(await store.loadCompiling(id)).toBeNull();
    expect(await load(store, id)).toMatchObject({ state: "planned", manifestDigest: "digest" });
    const entries = await readAll(
      async (cursor) => await store.listManifestEntries(id, { cursor, limit: 2 }),
    );
    expect(entries).toEqual(manifest.entries);
  });

  test("shows its entries filtered as asked, whatever becomes of them", async () => {
    const { store } = world;
    const waves = [
      { principals: ["ann", "ben"] },
      { principals: ["ann", "cid"], disposition: "remove" as const },
    ];
    const id = await givenRunning(store, { waves });
    const all = await store.listManifestEntries(id, { cursor: null, limit: 9 });
    const named = async (filter: Parameters<typeof store.listManifestEntries>[1] | object) =>
      (
        await readAll(async (cursor) => await store.listManifestEntries(id, { ...filter, cursor, limit: 1 }))
      ).map(({ key }) => key.principalId);
    expect(await named({})).toEqual(["ann", "ann", "ben", "cid", "kept"]);
    expect(await named({ disposition: "remove" })).toEqual(["ann", "cid"]);
    expect(await named({ reason: "timeBound" })).toEqual(["kept"]);
    expect(await named({ wavePosition: 0, principalId: "ann" })).toEqual(["ann"]);
    expect(await named({ roleDefinitionId: all.items[2]?.key.roleDefinitionId })).toEqual(["ben"]);
    expect([await named({ class: "guest" }), (await named({ class: "member" })).length]).toEqual([[], 5]);
  });

  test("that can't be compiled is aborted and says every reason", async () => {
    const { store } = world;
    const { id } = await store.createRollout(newRollout(null));
    const compiling = await store.loadCompiling(id);
    if (compiling === null) throw new Error("the rollout is not there");
    const problems = [{ pointer: "/spec", code: "roleUnknown", message: "There is no role of this name." }];
    const at = new Date().toISOString();
    await store.failCompiling(compiling, { reason: "planInvalid", problems }, at);
    expect(await store.readRollout(id)).toMatchObject({
      state: "aborted",
      problems,
      waves: [],
      author: "ada",
    });
    expect(await store.failCompiling(compiling, { reason: "planInvalid", problems }, at)).toBe("conflict");
  });

  test("shows its conversions in the manifest's order, filtered as asked", async () => {
    const { store } = world;
    const waves = [{ principals: ["ann", "ben"] }, { principals: ["cid", "ann", "dan"] }];
    const id = await givenRunning(store, { waves });
    const everything = { wavePosition: null, state: null, disposition: null, principalId: null, limit: 2 };
    const named = async (
      filter: Partial<typeof everything> | { wavePosition: number } | { principalId: string },
    ) =>
      (
        await readAll(async (cursor) => await store.listConversions(id, { ...everything, ...filter, cursor }))
      ).map(({ key }) => key.principalId);
    expect(await named({})).toEqual(["ann", "ann", "ben", "cid", "dan"]);
    expect(await named({ wavePosition: 1 })).toEqual(["ann", "cid", "dan"]);
    expect(await named({ principalId: "ann" })).toEqual(["ann", "ann"]);
    expect(await store.listConversions(id, { ...everything, state: "converted", cursor: null })).toEqual({
      items: [],
      next: null,
    });
  });

  test("is listed with the others, the newest first", async () => {
    const { store } = world;
    const first = await givenPlanned(store, { waves: [{ principals: ["ann"] }] });
    const second = await givenPlanned(store, { waves: [{ principals: ["ann"] }] });
    const all = await readAll(async (cursor) => await store.listRollouts({ cursor, limit: 2 }));
    expect(all.slice(0, 2).map(({ id }) => id)).toEqual([second, first]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

test("what does not exist is null, not an error", async () => {
  const { store } = world;
  const id = randomUUID();
  expect(await store.loadRollout(id)).toBeNull();
  expect(await store.readRollout(id)).toBeNull();
  expect(await store.readConversion(id)).toBeNull();
  expect(await store.readInventory(id)).toBeNull();
  expect(await store.claimInventory(id, 1000)).toBeNull();
  expect(await store.claimConversion({ id, fence: 1 }, 1000)).toBeNull();
});
