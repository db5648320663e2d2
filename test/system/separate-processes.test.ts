import { valueOf } from "@standdown/cli";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  brokenPromises,
  givenStartedRollout,
  heldAccess,
  untilInTheMiddle,
  untilRolloutIs,
  whenPilotIsPromoted,
  type Scene,
} from "../stand/rollout-story.ts";
import { startSeparateProcesses, urlOf, type SeparateProcesses } from "../stand/separate-processes.ts";
import { startSmallTenant } from "../stand/tenant.ts";

let scene: Scene;
let processes: SeparateProcesses;
beforeAll(async () => {
  const tenant = await startSmallTenant();
  processes = await startSeparateProcesses(tenant, 1);
  scene = { tenant, client: processes.client };
});
afterAll(async () => {
  await processes.close();
  await scene.tenant.process.stop();
});

test("api, status and two workers as processes of their own carry a plan to its end, spoken to over HTTP only; and back, though a worker is told to end on the way", async () => {
  const before = await heldAccess(scene);
  const started = await givenStartedRollout(scene);
  await whenPilotIsPromoted(scene, started);
  await untilRolloutIs(scene, started, "completed");
  expect(await brokenPromises(scene, started)).toEqual([]);

  valueOf(await scene.client.tellRollout(started.id, "roll-back", "The change was called off."));
  await untilInTheMiddle(scene, started);
  expect(await processes.workers[0].stop()).toBe(0);
  await untilRolloutIs(scene, started, "rolledBack");
  expect(await heldAccess(scene)).toEqual(before);
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
}, 180_000);

test("each process says that it is ready, and nothing else without a token", async () => {
  for (const each of [processes.api, processes.status, processes.workers[1]]) {
    const { status } = await fetch(new URL("/readyz", urlOf(each)));
    expect(status).toBe(200);
    for (const path of ["/", "/openapi.json", "/v1/rollouts", "/metrics"]) {
      expect((await fetch(new URL(path, urlOf(each)))).status).toBe(401);
    }
  }
});
