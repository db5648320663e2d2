import { afterEach, beforeEach, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  brokenPromises,
  givenStartedRollout,
  untilRolloutIs,
  whenPilotIsPromoted,
} from "../stand/rollout-story.ts";
import { readLimitUses, setLimits } from "../stand/trouble.ts";

let scene: OneProcessScene;
beforeEach(async () => {
  scene = await startOneProcessScene({ source: { admins: 30 } });
});
afterEach(() => scene.close());

test("a low budget of writes costs time and nothing else: all is converted, and no Retry-After is ignored", async () => {
  const started = await givenStartedRollout(scene);
  await setLimits(scene.tenant, { writes: { count: 30, windowMs: 8000 } });
  await whenPilotIsPromoted(scene, started);
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
  const { writes } = await readLimitUses(scene.tenant);
  expect(writes?.refusedCount).toBeGreaterThan(0);
  expect(writes?.ignoredRetryAfterCount).toBe(0);
}, 120_000);

test("few resource units, which reads cost too, cost time and nothing else; no Retry-After is ignored", async () => {
  const started = await givenStartedRollout(scene);
  await setLimits(scene.tenant, { resourceUnits: { count: 250, windowMs: 4000 } });
  await whenPilotIsPromoted(scene, started);
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
  const { resourceUnits } = await readLimitUses(scene.tenant);
  expect(resourceUnits?.refusedCount).toBeGreaterThan(0);
  expect(resourceUnits?.ignoredRetryAfterCount).toBe(0);
}, 120_000);
