import { valueOf } from "@standdown/cli";
import { approveAndStart, postPlan } from "@standdown/cli/demo";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { untilProgress } from "../stand/rollout-story.ts";
import { readChanges, readRules, ROLES, settingsPlan, type WireRule } from "../stand/settings-story.ts";
import { forgetFaults, hitCount, orderFaults } from "../stand/trouble.ts";

const ROLE = ROLES.reportsReader;
const WRITE = { method: "PATCH", pathContains: "roleManagementPolicies" };
const WITHIN_MS = 60_000;

let scene: OneProcessScene;
let before: readonly WireRule[];
let rolloutId: string;
beforeEach(async () => {
  scene = await startOneProcessScene({ profile: "ideal" });
  before = await readRules(scene.tenant, ROLE);
}, 60_000);
afterEach(() => scene.close());

test("kill -9 at each write of settings, before and after it took place: applied and proved, and on the way back restored and proved", async () => {
  await orderTheNextToHang("timeoutBefore");
  await givenStarted();
  await killedAtEachOf(["timeoutAfter", "timeoutBefore", "timeoutAfter"]);
  await untilProgress(scene, rolloutId, "completed", ({ state }) => state === "completed");
  const applied = await readChanges(scene.client, rolloutId);
  expect(applied.get(ROLE)).toMatchObject({ state: "applied", outcomeCode: null });
  const context = (await readRules(scene.tenant, ROLE)).find(
    ({ id }) => id === "AuthenticationContext_EndUser_Assignment",
  );
  expect(context).toMatchObject({ isEnabled: true, claimValue: "c1" });

  await orderTheNextToHang("timeoutBefore");
  valueOf(await scene.client.tellRollout(rolloutId, "roll-back", "The change was called off."));
  await killedAtEachOf(["timeoutAfter", "timeoutBefore", "timeoutAfter"]);
  await untilProgress(scene, rolloutId, "rolled back", ({ state }) => state === "rolledBack");
  const restored = await readChanges(scene.client, rolloutId);
  expect(restored.get(ROLE)).toMatchObject({ state: "restored", outcomeCode: null });
  expect(await readRules(scene.tenant, ROLE)).toEqual(before);
  expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
}, 400_000);

async function givenStarted(): Promise<void> {
  const roleSettings = {
    templates: { stronger: { activation: { maximumDuration: "PT1H", authenticationContext: "c1" } } },
    assign: [{ roles: [{ id: ROLE }], template: "stronger" }],
  };
  const plan = await settingsPlan(scene, { roles: [ROLE], roleSettings });
  const rollout = await postPlan(scene.client, plan);
  expect(rollout.problems).toEqual([]);
  await approveAndStart(scene.client, rollout);
  rolloutId = rollout.id;
}

/** The process dies while the write hangs that is ordered already, and then while the next ones do. */
async function killedAtEachOf(next: readonly Parameters<typeof orderTheNextToHang>[0][]): Promise<void> {
  for (const kind of [...next, null]) {
    await untilItHangs();
    await forgetFaults(scene.tenant);
    if (kind !== null) await orderTheNextToHang(kind);
    await scene.crashAndRestart();
  }
}

async function orderTheNextToHang(kind: "timeoutBefore" | "timeoutAfter"): Promise<void> {
  await orderFaults(scene.tenant, [{ match: WRITE, kind }]);
}

async function untilItHangs(): Promise<void> {
  const endsAtMs = Date.now() + WITHIN_MS;
  while ((await hitCount(scene.tenant)) === 0) {
    if (Date.now() > endsAtMs) throw new Error(`no write of settings came within ${WITHIN_MS} ms`);
    await delay(50);
  }
}
