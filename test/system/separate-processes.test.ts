import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  brokenPromises,
  givenStartedRollout,
  untilRolloutIs,
  whenPilotIsPromoted,
  type Scene,
} from "../stand/rollout-story.ts";
import { startSeparateProcesses, type SeparateProcesses } from "../stand/separate-processes.ts";
import { startSmallTenant } from "../stand/tenant.ts";

describe("api, status and two workers as processes of their own", () => {
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

  test("carry a plan to its end, spoken to over HTTP only, and the tenant agrees", async () => {
    const started = await givenStartedRollout(scene);
    await whenPilotIsPromoted(scene, started);
    await untilRolloutIs(scene, started, "completed");
    expect(await brokenPromises(scene, started)).toEqual([]);
  });
});
