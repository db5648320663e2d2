import { readFileSync } from "node:fs";
import { fillPlan, postPlan, type SimulatedTenant } from "@standdown/cli/demo";
import { valueOf } from "@standdown/cli";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { setLicence, setRefusal } from "../stand/trouble.ts";

const EXAMPLE = new URL("../../examples/remaining-roles.yaml", import.meta.url);

let scene: OneProcessScene;
beforeEach(async () => {
  scene = await startOneProcessScene();
});
afterEach(() => scene.close());

const REFUSALS: readonly [string, (tenant: SimulatedTenant) => Promise<void>, RegExp][] = [
  ["has no licence for PIM", (tenant) => setLicence(tenant, false), /^AadPremiumLicenseRequired$/],
  [
    "forbids it",
    (tenant) => setRefusal(tenant, 403),
    /^(Authorization_RequestDenied|PermissionScopeNotGranted)$/,
  ],
  ["does not take the token", (tenant) => setRefusal(tenant, 401), /^InvalidAuthenticationToken$/],
];

test.each(REFUSALS)(
  "a tenant that %s: the inventory ends as failed with the code and what to do, not empty",
  async (_, refuse, code) => {
    await refuse(scene.tenant);
    let inventory = valueOf(await scene.client.orderInventory());
    while (inventory.state === "reading") {
      await delay(50);
      inventory = valueOf(await scene.client.readInventory(inventory.id));
    }
    expect(inventory.state).toBe("failed");
    expect(inventory.problem?.code).toMatch(code);
    expect(inventory.problem?.advice).not.toBe("");
  },
  60_000,
);

test("a rollout on a tenant that refuses ends with the tenant's code; no plan is taken for granted", async () => {
  const { tenantId, breakGlassIds } = await scene.tenant.readFacts();
  const plan = fillPlan(readFileSync(EXAMPLE, "utf8"), { tenantId, emergencyAccessIds: breakGlassIds });
  await setLicence(scene.tenant, false);
  const rollout = await postPlan(scene.client, plan);
  expect(rollout.state).toBe("aborted");
  expect(rollout.problems.map((problem) => problem.code)).toEqual(["AadPremiumLicenseRequired"]);
}, 60_000);
