import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOneProcess, type OneProcess } from "@standdown/cli/demo";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  brokenPromises,
  givenStartedRollout,
  untilInTheMiddle,
  untilRolloutIs,
  whenPilotIsPromoted,
  type Scene,
} from "../stand/rollout-story.ts";
import { startSmallTenant } from "../stand/tenant.ts";

let dataDir: string;
let scene: Scene;
let running: OneProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "standdown-fault-"));
  const tenant = await startSmallTenant();
  running = await startOneProcess({ dataDir, environment: tenant.environment });
  scene = { tenant, client: running.client };
});
afterAll(async () => {
  await running.process.stop();
  await scene.tenant.process.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("kill -9 of the one process in the middle of a wave, and started again: the rollout goes on and completes, nobody loses access", async () => {
  const started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilInTheMiddle(scene, started);
  await running.process.kill();
  running = await startOneProcess({ dataDir, environment: scene.tenant.environment });
  scene.client = running.client;
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);
}, 120_000);
