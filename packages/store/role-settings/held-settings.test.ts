import { randomUUID } from "node:crypto";
import { manifestDigest, type SettingsEntry } from "@standdown/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { longestActivation, roleRules } from "../../../test/stand/role-rules.ts";
import { givenWorld, someManifest, somePlan, tell, type World } from "../testing/given.ts";
import { someSettings } from "../testing/settings.ts";
import { storeManifest } from "../testing/store-manifest.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

const OTHER = someSettings({ after: roleRules(longestActivation("PT2H")) });

/** A rollout that is about to be compiled to these settings. */
async function givenCompiling(tenantId: string, settings: readonly SettingsEntry[]) {
  const { store } = world;
  const { id, inventoryId } = await store.createRollout({
    plan: somePlan(tenantId),
    planDigest: "d".repeat(64),
    author: "ada",
    inventoryId: null,
    idempotencyKey: null,
  });
  const rollout = await store.loadCompiling(id);
  if (rollout === null) throw new Error("the rollout is not there");
  const manifest = someManifest({ tenantId, waves: [{ principals: [randomUUID()] }] }, inventoryId);
  const finish = () => storeManifest(store, rollout, manifest, manifestDigest(manifest), settings);
  return { id, finish };
}

test("of two rollouts that want different settings of a role and are compiled at once, the first wins", async () => {
  const tenantId = randomUUID();
  const first = await givenCompiling(tenantId, [someSettings()]);
  const second = await givenCompiling(tenantId, [OTHER]);
  const outcomes = await Promise.allSettled([first.finish(), second.finish()]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [refused] = outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [String(outcome.reason)] : [],
  );
  expect(refused).toContain("/spec/roleSettings/assign/0");
});

test("the same settings, those of another tenant and those of a rollout that has ended are in nobody's way", async () => {
  const { store } = world;
  const tenantId = randomUUID();
  const first = await givenCompiling(tenantId, [someSettings()]);
  await first.finish();
  expect(await (await givenCompiling(tenantId, [someSettings()])).finish()).toBe("saved");
  expect(await (await givenCompiling(randomUUID(), [OTHER])).finish()).toBe("saved");
  const { roleDefinitionId, pointer } = OTHER;
  const held = await store.listHeldSettings(tenantId, [roleDefinitionId], first.id);
  expect(held).toMatchObject([{ rolloutName: "some-plan", roleDefinitionId, pointer }]);
  for (const id of [first.id, held[0]?.rolloutId ?? ""]) {
    await tell(store, id, { name: "abort", reason: "no" });
  }
  expect(await (await givenCompiling(tenantId, [OTHER])).finish()).toBe("saved");
});
