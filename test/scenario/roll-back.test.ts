import { valueOf } from "@standdown/cli";
import { readConversions } from "@standdown/cli/demo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import {
  givenStartedRollout,
  heldAccess,
  linesOf,
  linesOfOthers,
  untilProgress,
  untilRolloutIs,
  whenPilotIsPromoted,
  type StartedRollout,
} from "../stand/rollout-story.ts";

let scene: OneProcessScene;
let before: readonly string[];
let after: readonly string[];
let started: StartedRollout;
beforeAll(async () => {
  scene = await startOneProcessScene();
  before = await heldAccess(scene);
  started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilRolloutIs(scene, started, "completed");
  after = await heldAccess(scene);
}, 120_000);
afterAll(() => scene.close());

test("roll-back brings back one wave, then the whole rollout: inventories differ in nothing but ids and start times", async () => {
  expect(after).not.toEqual(before);

  // One wave: its people hold what they held before, everybody else what they hold since.
  const { id } = started;
  valueOf(await scene.client.tellWave(id, "early", "roll-back", "The helpdesk asked for it."));
  await untilTheFiveMinuteRuleIsWaitedFor("early");
  await untilProgress(scene, id, "an early wave that is rolled back", ({ state, waves }) => {
    return state === "completed" && waves[1]?.state === "rolledBack";
  });
  const early = await principalsOf("early");
  const now = await heldAccess(scene);
  expect(linesOf(early, now)).toEqual(linesOf(early, before));
  expect(linesOf(early, now)).not.toEqual(linesOf(early, after));
  expect(linesOfOthers(early, now)).toEqual(linesOfOthers(early, after));

  // Everything that is left of it.
  valueOf(await scene.client.tellRollout(id, "roll-back", "The change was called off."));
  await untilTheFiveMinuteRuleIsWaitedFor("broad");
  await untilRolloutIs(scene, started, "rolledBack");
  expect(await heldAccess(scene)).toEqual(before);
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
}, 180_000);

/** An active assignment that was just put back is too young for its eligibility to be taken away. */
function untilTheFiveMinuteRuleIsWaitedFor(name: string) {
  return untilProgress(scene, started.id, "a wait for the five-minute rule", ({ waves }) => {
    const wait = waves.find((wave) => wave.name === name)?.waits["minimumAge"];
    return wait !== undefined && wait.count > 0 && !Number.isNaN(Date.parse(wait.until));
  });
}

async function principalsOf(wave: string): Promise<ReadonlySet<string>> {
  const position = started.rollout.waves.findIndex(({ name }) => name === wave);
  const conversions = await readConversions(scene.client, started.id);
  return new Set(
    conversions.filter(({ wavePosition }) => wavePosition === position).map(({ key }) => key.principalId),
  );
}
