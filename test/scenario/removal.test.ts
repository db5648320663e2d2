import { valueOf } from "@standdown/cli";
import { readConversions } from "@standdown/cli/demo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  brokenPromises,
  givenStartedRollout,
  heldAccess,
  untilRolloutIs,
  whenPilotIsPromoted,
} from "../stand/rollout-story.ts";

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

/** The example's plan, and guests lose their access instead. */
const guestsGo = (planText: string): string =>
  planText.replace(
    "default: convert\n",
    "default: convert\n    rules: [{ name: guests-go, when: { guest: true }, then: remove }]\n",
  );

test("access that a rule takes away is gone from the tenant and is nobody's loss besides, and roll-back brings back all of it", async () => {
  const before = await heldAccess(scene);
  const started = await givenStartedRollout(scene, guestsGo);
  await whenPilotIsPromoted(scene, started);
  const { counts } = await untilRolloutIs(scene, started, "completed");
  expect(counts.removed).toBeGreaterThan(0);
  expect(counts.converted).toBeGreaterThan(0);
  expect(await brokenPromises(scene, started)).toEqual([]);
  const ended = await readConversions(scene.client, started.id);
  for (const { disposition, state, steps } of ended) {
    expect(state).toBe(disposition === "remove" ? "removed" : "converted");
    if (disposition === "remove") expect(steps.map(({ name }) => name)).toEqual(["remove"]);
  }
  valueOf(await scene.client.tellRollout(started.id, "roll-back", "The change was called off."));
  await untilRolloutIs(scene, started, "rolledBack");
  expect(await heldAccess(scene)).toEqual(before);
}, 240_000);
