import { readFileSync } from "node:fs";
import { join } from "node:path";
import { valueOf } from "@standdown/cli";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithSharedData } from "../environment/shared-data.ts";
import { startOneProcessScene, type OneProcessScene } from "../stand/one-process-scene.ts";
import { approveAndStart, postPlan, takeInventory } from "@standdown/cli/demo";
import { untilProgress } from "../stand/rollout-story.ts";
import {
  readChanges,
  readRules,
  ROLES,
  settingsPlan,
  withoutEmpty,
  type WireRule,
} from "../stand/settings-story.ts";

const MFA = "MultiFactorAuthentication";

/** What each built-in template says that a role of a new tenant does not have already, rule by rule. */
const SAYS: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "standdown-base": {},
  "standdown-tier-zero": {
    Expiration_EndUser_Assignment: { maximumDuration: "PT1H" },
    Enablement_EndUser_Assignment: { enabledRules: [MFA, "Justification", "Ticketing"] },
  },
  "standdown-tier-one": { Expiration_EndUser_Assignment: { maximumDuration: "PT2H" } },
  "standdown-tier-two": {},
};

const TEMPLATE_OF = {
  [ROLES.reportsReader]: "standdown-base",
  [ROLES.helpdeskAdministrator]: "standdown-tier-zero",
  [ROLES.licenseAdministrator]: "standdown-tier-one",
  [ROLES.messageCenterReader]: "standdown-tier-two",
} as const;

let scene: OneProcessScene;
beforeAll(async () => {
  scene = await startOneProcessScene();
});
afterAll(() => scene.close());

describeWithSharedData("role settings from a new tenant's to each built-in template, and back", (folder) => {
  const file: { DirectoryRole: { rules: readonly WireRule[] } } = JSON.parse(
    readFileSync(join(folder, "pim-default-policies.json"), "utf8"),
  );
  const defaults = file.DirectoryRole.rules.map(withoutEmpty);

  test("what is read afterwards is the template, then what was there before, rule by rule", async () => {
    const roleIds = Object.keys(TEMPLATE_OF);
    for (const roleId of roleIds) expect(await readRules(scene.tenant, roleId)).toEqual(defaults);
    const approvers = await someDeciders();
    const plan = await settingsPlan(scene, {
      roles: roleIds,
      roleSettings: {
        assign: Object.entries(TEMPLATE_OF).map(([id, template]) => ({
          roles: [{ id }],
          template,
          ...(template === "standdown-tier-zero"
            ? { override: { activation: { approval: { approvers: approvers.map((user) => ({ user })) } } } }
            : {}),
        })),
      },
    });
    const rollout = await postPlan(scene.client, plan);
    expect(rollout.problems).toEqual([]);
    await approveAndStart(scene.client, rollout);
    await untilProgress(scene, rollout.id, "completed", ({ state }) => state === "completed");

    for (const [roleId, template] of Object.entries(TEMPLATE_OF)) {
      const expected = defaults.map((rule) => ({ ...rule, ...SAYS[template]?.[rule.id] }));
      const withApproval = template === "standdown-tier-zero" ? approvedBy(expected, approvers) : expected;
      expect(await readRules(scene.tenant, roleId)).toEqual(withApproval);
    }
    const applied = await readChanges(scene.client, rollout.id);
    expect([...applied.values()].map(({ state }) => state)).toEqual(roleIds.map(() => "applied"));

    valueOf(await scene.client.tellRollout(rollout.id, "roll-back", "The change was called off."));
    await untilProgress(scene, rollout.id, "rolled back", ({ state }) => state === "rolledBack");
    for (const roleId of roleIds) expect(await readRules(scene.tenant, roleId)).toEqual(defaults);
    const restored = await readChanges(scene.client, rollout.id);
    expect([...restored.values()].map(({ state }) => state)).toEqual(roleIds.map(() => "restored"));
    expect(await scene.tenant.readWatchdog()).toMatchObject({ count: 0 });
  }, 120_000);
});

/** Two people who can decide: enabled accounts of people who are not there for emergencies and are not moved. */
async function someDeciders(): Promise<readonly string[]> {
  const { breakGlassIds } = await scene.tenant.readFacts();
  const { assigned } = await scene.tenant.readState();
  const moved = assigned.filter(({ roleDefinitionId }) => roleDefinitionId in TEMPLATE_OF);
  const { id } = await takeInventory(scene.client);
  const { items } = valueOf(await scene.client.listPrincipals(id, { limit: 200 }));
  return items
    .filter((principal) => principal.type === "user" && principal.accountEnabled === true)
    .map((principal) => principal.id)
    .filter((one) => !breakGlassIds.includes(one) && !moved.some(({ principalId }) => principalId === one))
    .slice(0, 2);
}

function approvedBy(rules: readonly WireRule[], userIds: readonly string[]): readonly WireRule[] {
  return rules.map((rule) =>
    rule.id === "Approval_EndUser_Assignment"
      ? {
          ...rule,
          setting: {
            ...Object(rule["setting"]),
            isApprovalRequired: true,
            approvalStages: [
              {
                ...Object(Object(rule["setting"])["approvalStages"][0]),
                primaryApprovers: userIds.map((userId) => ({
                  "@odata.type": "#microsoft.graph.singleUser",
                  userId,
                  description: null,
                })),
              },
            ],
          },
        }
      : rule,
  );
}
