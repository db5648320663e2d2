import { readFileSync } from "node:fs";
import { startRollout, valueOf, type StanddownClient } from "@standdown/cli";
import { fillPlan, postPlan } from "@standdown/cli/demo";
import type { RolloutDocument } from "@standdown/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { advanceClock, grantOutsidePim } from "../stand/trouble.ts";

const EXAMPLE = new URL("../../examples/remaining-roles.yaml", import.meta.url);
const HELPDESK_ADMINISTRATOR = "729827e3-9c14-49f7-bb1b-9608f156bbb8";

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

async function givenApproved(toleranceCount: number): Promise<RolloutDocument> {
  const { tenant, client } = scene;
  const { tenantId, breakGlassIds } = await tenant.readFacts();
  const drift = `  drift: { tolerance: { count: ${toleranceCount} } }\n  waves:\n`;
  const text = readFileSync(EXAMPLE, "utf8").replace("  waves:\n", drift);
  const rollout = await postPlan(client, fillPlan(text, { tenantId, emergencyAccessIds: breakGlassIds }));
  if (rollout.state !== "planned") throw new Error(JSON.stringify(rollout.problems));
  return await approve(client, rollout);
}

async function approve(client: StanddownClient, rollout: RolloutDocument): Promise<RolloutDocument> {
  const digest = rollout.manifestDigest ?? "";
  return valueOf(
    await client.approve(rollout.id, { digest, decision: "approve", reason: "As the change says." }),
  );
}

/** Somebody gives standing access to a person who had none in this role. */
async function whenSomebodyGrants(rollout: RolloutDocument): Promise<string> {
  const manifest = valueOf(await scene.client.listAssignments(rollout.inventoryId, { limit: 1000 })).items;
  const holders = new Set(
    manifest.filter((row) => row.roleDefinitionId === HELPDESK_ADMINISTRATOR).map((row) => row.principalId),
  );
  const conversions = valueOf(await scene.client.listConversions(rollout.id, { limit: 1000 })).items;
  const person = conversions
    .filter(({ beforeImage }) => beforeImage.principalType === "user")
    .map(({ key }) => key.principalId)
    .find((id) => !holders.has(id));
  if (person === undefined) throw new Error("everybody is a helpdesk administrator");
  await grantOutsidePim(scene.tenant, {
    principalId: person,
    roleDefinitionId: HELPDESK_ADMINISTRATOR,
    directoryScopeId: "/",
  });
  // Both of the tenant's lists show it then.
  await advanceClock(scene.tenant, "PT1M");
  return person;
}

test("access that somebody gave between approval and start is shown and stops the start; signed anew, it starts", async () => {
  const { client } = scene;
  const approved = await givenApproved(0);
  const person = await whenSomebodyGrants(approved);
  const stopped = await startRollout(client, approved.id, "The change window is open.");
  expect(stopped).toMatchObject({
    state: "planned",
    driftCheck: { state: "beyond", counts: { added: 1, gone: 0 } },
  });
  const { items } = valueOf(await client.readDrift(approved.id));
  expect(items).toMatchObject([
    {
      kind: "added",
      key: { principalId: person, roleDefinitionId: HELPDESK_ADMINISTRATOR },
      current: { disposition: "convert" },
    },
  ]);

  const again = await approve(client, stopped);
  const started = await startRollout(client, again.id, "The window is still open.");
  expect(started).toMatchObject({ state: "running", driftCheck: { state: "within" } });
  valueOf(await client.tellRollout(approved.id, "abort", "It has served."));
}, 60_000);

test("within the tolerance it runs, and what came in between is not in it", async () => {
  const { client } = scene;
  const approved = await givenApproved(1);
  const person = await whenSomebodyGrants(approved);
  const started = await startRollout(client, approved.id, "The change window is open.");
  expect(started).toMatchObject({
    state: "running",
    manifestDigest: approved.manifestDigest,
    driftCheck: { state: "within", counts: { added: 1, gone: 0, changed: 0 } },
  });
  const { items } = valueOf(await client.listConversions(approved.id, { principalId: person }));
  expect(items.map(({ key }) => key.roleDefinitionId)).not.toContain(HELPDESK_ADMINISTRATOR);
}, 60_000);
