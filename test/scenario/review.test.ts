import { setTimeout as delay } from "node:timers/promises";
import { allItems, RefusedError, valueOf } from "@standdown/cli";
import type { ComplianceDocument } from "@standdown/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { givenStartedRollout, untilRolloutIs, whenPilotIsPromoted } from "../stand/rollout-story.ts";

const LOOK_EVERY_MS = 100;
const WITHIN_MS = 30_000;

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

test("what a plan was said to change is what the next reading finds", async () => {
  const { client } = scene;
  const { breakGlassIds } = await scene.tenant.readFacts();
  const order = { name: "weekly", every: "PT15M", emergencyAccess: breakGlassIds };
  const schedule = valueOf(await client.createSchedule(order));
  const first = await until("an inventory that a schedule started", async () => {
    const { items } = valueOf(await client.listSchedules());
    return items.find(({ id }) => id === schedule.id)?.lastInventoryId ?? null;
  });
  const before = await complianceOf(first);
  expect(verdictsOf(before)).toContainEqual(expect.arrayContaining(["ZTA.21815", "fail"]));

  const started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilRolloutIs(scene, started, "completed");
  const foretold = valueOf(await client.readRolloutCompliance(started.id));
  expect(verdictsOf(foretold.before)).toEqual(verdictsOf(before));

  const { id: last } = valueOf(await client.orderInventory(breakGlassIds));
  expect(verdictsOf(await complianceOf(last))).toEqual(verdictsOf(foretold.after));

  const { counts, byRole } = valueOf(await client.compareInventories(first, last));
  const converted = valueOf(await allItems((page) => client.listConversions(started.id, page)));
  expect(counts.standingRemoved).toBe(converted.length);
  expect(counts).toMatchObject({ standingAdded: 0, eligibleRemoved: 0, principalChanged: 0 });
  expect(byRole.length).toBeGreaterThan(10);
  const differences = await allItems((page) => client.listDifferences(first, last, page));
  expect(valueOf(differences)).toHaveLength(Object.values(counts).reduce((sum, count) => sum + count, 0));
  expect(valueOf(await client.listReviewEvents()).items).toEqual([]);
  expect(valueOf(await client.endSchedule(schedule.id))).toMatchObject({ lastInventoryId: first });
}, 180_000);

/** What the checks say once an inventory is read and reviewed. */
function complianceOf(inventoryId: string): Promise<ComplianceDocument> {
  return until(`the checks of inventory ${inventoryId}`, async () => {
    const answer = await scene.client.readInventoryCompliance(inventoryId);
    if (!answer.ok && answer.problem.code !== "inventoryNotUsable") throw new RefusedError(answer.problem);
    return answer.ok ? answer.value : null;
  });
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + WITHIN_MS;
  while (Date.now() < end) {
    const found = await look();
    if (found !== null) return found;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`${what} did not come in ${WITHIN_MS} ms`);
}

function verdictsOf({ results }: ComplianceDocument): unknown[] {
  return results.map(({ check, verdict, evidence }) => [check, verdict, evidence.findingCount]);
}
