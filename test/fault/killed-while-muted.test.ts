import { setTimeout as delay } from "node:timers/promises";
import { startRollout, valueOf } from "@standdown/cli";
import { postPlan } from "@standdown/cli/demo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { untilProgress, type Scene } from "../stand/rollout-story.ts";
import { startSeparateProcesses, type SeparateProcesses } from "../stand/separate-processes.ts";
import { readRules, ROLES, settingsPlan, type WireRule } from "../stand/settings-story.ts";
import { startSmallTenant } from "../stand/tenant.ts";

const ROLE = ROLES.messageCenterReader;
const WITHIN_MS = 60_000;

let scene: Scene;
let processes: SeparateProcesses;
beforeAll(async () => {
  const tenant = await startSmallTenant({ profile: "ideal" });
  processes = await startSeparateProcesses(tenant, 5);
  scene = { tenant, client: processes.client };
}, 60_000);
afterAll(async () => {
  await processes.close();
  await scene.tenant.process.stop();
});

test("kill -9 of every worker while mails are muted: they are on again by themselves, and those about activations were never off", async () => {
  const before = await readRules(scene.tenant, ROLE);
  const wave = { name: "all", size: { remainder: true }, concurrency: { max: 4 }, muteAssignmentMails: true };
  const rollout = await postPlan(scene.client, await settingsPlan(scene, { roles: [ROLE], waves: [wave] }));
  expect(rollout.problems).toEqual([]);
  const approval = {
    digest: rollout.manifestDigest ?? "",
    decision: "approve",
    reason: "As it should be.",
  } as const;
  // One approval is not enough for a plan that mutes.
  expect(valueOf(await processes.client.approve(rollout.id, approval)).state).toBe("planned");
  expect(valueOf(await processes.otherClient.approve(rollout.id, approval)).state).toBe("approved");
  await startRollout(scene.client, rollout.id, "The change window is open.");

  const muted = await untilMuted();
  expect(muted.filter(({ id }) => id.includes("_EndUser_"))).toEqual(
    before.filter(({ id }) => id.includes("_EndUser_")),
  );
  expect(levelsOf(muted, "_Admin_Eligibility")).toEqual(["None", "None", "None"]);
  expect(levelsOf(muted, "_Admin_Assignment")).toEqual(["None", "None", "None"]);
  await processes.crashWorkers();
  await untilProgress(scene, rollout.id, "completed", ({ state }) => state === "completed");
  expect(await readRules(scene.tenant, ROLE)).toEqual(before);
}, 180_000);

/** The rules as soon as mails about assignments are off. */
async function untilMuted(): Promise<readonly WireRule[]> {
  const endsAtMs = Date.now() + WITHIN_MS;
  for (;;) {
    const rules = await readRules(scene.tenant, ROLE);
    if (levelsOf(rules, "_Admin_Eligibility").includes("None")) return rules;
    if (Date.now() > endsAtMs) throw new Error(`nothing was muted within ${WITHIN_MS} ms`);
    await delay(20);
  }
}

function levelsOf(rules: readonly WireRule[], of: string): readonly unknown[] {
  return rules
    .filter(({ id }) => id.startsWith("Notification_") && id.endsWith(of))
    .map((rule) => rule["notificationLevel"]);
}
