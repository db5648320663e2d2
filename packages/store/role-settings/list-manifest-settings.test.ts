import { randomUUID } from "node:crypto";
import { manifestDigest, settingsDrift } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { givenWorld, someManifest, somePlan, type World } from "../testing/given.ts";
import { storeManifest } from "../testing/store-manifest.ts";
import { someSettings } from "../testing/settings.ts";

let world: World;
beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

test("what is stored of the settings is what was compiled, in the order of roles, and is no drift", async () => {
  const { store } = world;
  const tenantId = randomUUID();
  const { id } = await store.createRollout({
    plan: somePlan(tenantId),
    planDigest: "d".repeat(64),
    author: "ada",
    inventoryId: null,
    idempotencyKey: null,
  });
  const rollout = await store.loadCompiling(id);
  if (rollout === null) throw new Error("the rollout is not there");
  const settings = ["a", "b"].map((roleDefinitionId) => someSettings({ roleDefinitionId }));
  const manifest = {
    ...someManifest({ tenantId, waves: [{ principals: ["p"] }] }, rollout.inventoryId),
    settings,
  };
  expect(await storeManifest(store, rollout, manifest, manifestDigest(manifest))).toBe("saved");
  const stored = await store.listManifestSettings(id);
  expect(stored).toEqual(settings);
  expect(settingsDrift(stored, settings)).toEqual([]);
  expect(manifestDigest({ ...manifest, settings: stored })).toBe(manifestDigest(manifest));
});
