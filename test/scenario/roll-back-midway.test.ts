import { valueOf } from "@standdown/cli";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  givenStartedRollout,
  heldAccess,
  untilInTheMiddle,
  untilRolloutIs,
  whenPilotIsPromoted,
} from "../stand/rollout-story.ts";

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

test("roll-back in the middle of a wave undoes what was begun and begins nothing else: everybody holds what they held", async () => {
  const before = await heldAccess(scene);
  const started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilInTheMiddle(scene, started);
  valueOf(await scene.client.tellRollout(started.id, "roll-back", "The change was called off."));
  const { waves } = await untilRolloutIs(scene, started, "rolledBack");
  expect(waves.map(({ state }) => state)).toEqual(["rolledBack", "skipped", "skipped"]);
  expect(await heldAccess(scene)).toEqual(before);
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
}, 120_000);
