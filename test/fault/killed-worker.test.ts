import { afterAll, beforeAll, expect, test } from "vitest";
import {
  brokenPromises,
  givenStartedRollout,
  untilInTheMiddle,
  untilRolloutIs,
  whenPilotIsPromoted,
  type Scene,
} from "../stand/rollout-story.ts";
import { startSeparateProcesses, type SeparateProcesses } from "../stand/separate-processes.ts";
import { startSmallTenant } from "../stand/tenant.ts";

let scene: Scene;
let processes: SeparateProcesses;
beforeAll(async () => {
  const tenant = await startSmallTenant();
  processes = await startSeparateProcesses(tenant, 2);
  scene = { tenant, client: processes.client };
});
afterAll(async () => {
  await processes.close();
  await scene.tenant.process.stop();
});

test("kill -9 of one of two workers in the middle of a wave: the rollout completes by itself, nobody loses access", async () => {
  const started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilInTheMiddle(scene, started);
  await processes.workers[0].kill();
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
}, 120_000);
