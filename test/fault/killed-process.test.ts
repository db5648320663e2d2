import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  brokenPromises,
  givenStartedRollout,
  untilInTheMiddle,
  untilRolloutIs,
  whenPilotIsPromoted,
} from "../stand/rollout-story.ts";

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

test("kill -9 of the one process in the middle of a wave, and started again: the rollout goes on and completes, nobody loses access", async () => {
  const started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilInTheMiddle(scene, started);
  await scene.crashAndRestart();
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
}, 120_000);
