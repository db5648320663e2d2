import { valueOf } from "@standdown/cli";
import type { SimulatedTenant } from "@standdown/cli/demo";
import type { RoleSettingsChangeDocument } from "@standdown/contracts";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Installation } from "../stand/installation.ts";
import { changeRule, readChanges, readRules, ROLES, settingsPlan } from "../stand/settings-story.ts";
import { startSmallTenant } from "../stand/tenant.ts";
import { forgetFaults, liftLimits, orderFaults } from "../stand/trouble.ts";

const [BLOCKED, FREE] = [ROLES.reportsReader, ROLES.licenseAdministrator];
const DURATION = "Expiration_EndUser_Assignment";
const MAILS = "Notification_Admin_EndUser_Assignment";
const SHORT = {
  templates: {
    short: { activation: { maximumDuration: "PT1H", notifications: { admin: { level: "All" } } } },
    desk: {
      extends: "short",
      activation: { notifications: { admin: { additionalRecipients: ["desk@contoso.com"] } } },
    },
  },
};

let tenant: SimulatedTenant;
let installation: Installation;
beforeAll(async () => {
  tenant = await startSmallTenant({ profile: "ideal" });
  await liftLimits(tenant);
  installation = await Installation.start(tenant);
}, 60_000);
afterAll(async () => {
  await installation.close();
  await tenant.process.stop();
});

test("settings are proved before anybody in the role is moved; a role whose settings can't be set blocks itself and nobody else", async () => {
  const rollout = await installation.post(
    await settingsPlan(
      { tenant },
      {
        roles: [BLOCKED, FREE],
        roleSettings: {
          ...SHORT,
          assign: [{ roles: [{ id: BLOCKED }, { id: FREE }], template: "short" }],
        },
      },
    ),
  );
  const policyId = (await readChanges(installation.client, rollout.id)).get(BLOCKED)?.policyId ?? "";
  await orderFaults(tenant, [
    { match: { method: "PATCH", pathContains: policyId }, kind: "403", count: null },
  ]);
  await installation.begin(rollout);
  expect((await installation.untilEnded(rollout.id)).state).toBe("incomplete");
  const changes = await readChanges(installation.client, rollout.id);
  expect(changes.get(BLOCKED)).toMatchObject({ state: "quarantined" });
  expect(changes.get(FREE)).toMatchObject({ state: "applied" });
  const { items } = valueOf(await installation.client.listConversions(rollout.id, { limit: 200 }));
  const provedAt = changes.get(FREE)?.write?.answeredAt ?? "";
  for (const { key, state, outcomeCode, steps } of items) {
    if (key.roleDefinitionId === BLOCKED) {
      expect([state, outcomeCode]).toEqual(["skipped", "roleSettingsNotProved"]);
      continue;
    }
    expect(state).toBe("converted");
    const grant = steps.find(({ name }) => name === "grant");
    expect(Date.parse(grant?.intendedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(provedAt));
  }
  expect(new Set(items.map(({ key }) => key.roleDefinitionId))).toEqual(new Set([BLOCKED, FREE]));
  await forgetFaults(tenant);
  valueOf(await installation.client.tellRollout(rollout.id, "roll-back", "Enough."));
  await installation.until(rollout.id, "rolled back", ({ state }) => state === "rolledBack");
}, 60_000);

test("what somebody changes meanwhile is found at a look on demand, and on the way back it is shown and stays", async () => {
  const role = ROLES.messageCenterReader;
  const before = await readRules(tenant, role);
  const rollout = await installation.post(
    await settingsPlan(
      { tenant },
      { roles: [role], roleSettings: { ...SHORT, assign: [{ roles: [{ id: role }], template: "desk" }] } },
    ),
  );
  await installation.begin(rollout);
  await installation.until(rollout.id, "completed", ({ state }) => state === "completed");
  // At the end of the wave they were read again, and were as they should be.
  const applied = await untilChange(
    rollout.id,
    role,
    ({ readAt, write }) => String(readAt) > String(write?.answeredAt),
  );
  expect(applied).toMatchObject({ state: "applied", conflicts: [] });

  await changeRule(tenant, role, DURATION, { maximumDuration: "PT30M" });
  valueOf(await installation.client.checkRoleSettings(rollout.id));
  const seen = await untilChange(rollout.id, role, ({ conflicts }) => conflicts.length > 0);
  expect(seen).toMatchObject({
    state: "applied",
    conflicts: [
      { ruleId: DURATION, expected: { maximumDuration: "PT1H" }, found: { maximumDuration: "PT30M" } },
    ],
  });

  valueOf(await installation.client.tellRollout(rollout.id, "roll-back", "The change was called off."));
  await installation.untilEnded(rollout.id);
  const back = await untilChange(rollout.id, role, ({ state }) => state === "quarantined");
  expect(back).toMatchObject({ outcomeCode: "settingsChangedMeanwhile", conflicts: [{ ruleId: DURATION }] });
  const after = await readRules(tenant, role);
  expect(after.find(({ id }) => id === DURATION)).toMatchObject({ maximumDuration: "PT30M" });
  expect(after.filter(({ id }) => id !== DURATION)).toEqual(before.filter(({ id }) => id !== DURATION));
  expect(after.find(({ id }) => id === MAILS)).toMatchObject({ notificationRecipients: [] });
}, 60_000);

async function untilChange(
  rolloutId: string,
  role: string,
  isReached: (change: RoleSettingsChangeDocument) => boolean,
): Promise<RoleSettingsChangeDocument> {
  const endsAtMs = Date.now() + 20_000;
  for (;;) {
    const change = (await readChanges(installation.client, rolloutId)).get(role);
    if (change !== undefined && isReached(change)) return change;
    if (Date.now() > endsAtMs) throw new Error(JSON.stringify(change));
    await delay(40);
  }
}
