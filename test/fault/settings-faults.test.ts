import { valueOf } from "@standdown/cli";
import type { SimulatedTenant } from "@standdown/cli/demo";
import type { RoleSettingsChangeDocument, RolloutDocument } from "@standdown/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Installation } from "../stand/installation.ts";
import { forgetFaults, liftLimits, orderFaults } from "../stand/trouble.ts";
import { readChanges, readRules, ROLES, settingsPlan, type WireRule } from "../stand/settings-story.ts";
import { startSmallTenant } from "../stand/tenant.ts";

const ROLE = ROLES.reportsReader;
const WRITE = { method: "PATCH", pathContains: "roleManagementPolicies" };
/** From multifactor authentication to an authentication context, which takes two writes, and so does the way back. */
const SETTINGS = {
  templates: { stronger: { activation: { maximumDuration: "PT1H", authenticationContext: "c1" } } },
  assign: [{ roles: [{ id: ROLE }], template: "stronger" }],
};

/** One of each sort: told to wait, not done, done and not answered, cut off. All kinds: `settings-carried-out`. */
const PASSING = [
  ["429", { retryAfterSeconds: 1 }],
  ["500", {}],
  ["504After", {}],
  ["resetAfter", {}],
] as const;
const EACH_WRITE = [1, 2] as const;

let tenant: SimulatedTenant;
let installation: Installation;
let before: readonly WireRule[];
beforeAll(async () => {
  tenant = await startSmallTenant({ profile: "ideal" });
  // Each test has the tenant read twice, which is more than the service lets one ask for.
  await liftLimits(tenant);
  installation = await Installation.start(tenant);
  before = await readRules(tenant, ROLE);
}, 60_000);
afterAll(async () => {
  await installation.close();
  await tenant.process.stop();
});

test.each(PASSING.flatMap(([kind, more]) => EACH_WRITE.map((at) => [kind, at, more] as const)))(
  "%s at write %i: applied and proved; and the same on the way back: restored and proved",
  async (kind, at, more) => {
    const rollout = await givenStarted();
    await orderFaults(tenant, [{ match: WRITE, kind, at, ...more }]);
    await installation.until(rollout.id, "completed", ({ state }) => state === "completed");
    expect(await changeOf(rollout)).toMatchObject({ state: "applied", outcomeCode: null });
    expect(await ruleNamed("AuthenticationContext_EndUser_Assignment")).toMatchObject({ isEnabled: true });

    await forgetFaults(tenant);
    await orderFaults(tenant, [{ match: WRITE, kind, at, ...more }]);
    valueOf(await installation.client.tellRollout(rollout.id, "roll-back", "The change was called off."));
    await installation.until(rollout.id, "rolled back", ({ state }) => state === "rolledBack");
    expect(await changeOf(rollout)).toMatchObject({ state: "restored", outcomeCode: null });
    expect(await readRules(tenant, ROLE)).toEqual(before);
    await forgetFaults(tenant);
  },
  60_000,
);

test.each(EACH_WRITE)(
  "a refusal at write %i: what was written is put back and said, and nobody in the role is moved",
  async (at) => {
    const rollout = await givenStarted();
    await orderFaults(tenant, [{ match: WRITE, kind: "403", at }]);
    await installation.untilEnded(rollout.id);
    const change = await changeOf(rollout);
    expect(change).toMatchObject({
      state: "quarantined",
      outcomeCode: "Authorization_RequestDenied",
      writtenRules: [],
    });
    expect(await readRules(tenant, ROLE)).toEqual(before);
    const { items } = valueOf(await installation.client.listConversions(rollout.id));
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ state, outcomeCode }) => `${state} ${String(outcomeCode)}`))).toEqual(
      new Set(["skipped roleSettingsNotProved"]),
    );

    // Once it is allowed, a retry carries everything out.
    await forgetFaults(tenant);
    valueOf(await installation.client.tellRollout(rollout.id, "retry", "The permission was granted."));
    await installation.until(rollout.id, "completed", ({ state }) => state === "completed");
    expect(await changeOf(rollout)).toMatchObject({ state: "applied" });
    valueOf(await installation.client.tellRollout(rollout.id, "roll-back", "Enough."));
    await installation.until(rollout.id, "rolled back", ({ state }) => state === "rolledBack");
    expect(await readRules(tenant, ROLE)).toEqual(before);
  },
  60_000,
);

async function givenStarted(): Promise<RolloutDocument> {
  const rollout = await installation.post(
    await settingsPlan({ tenant }, { roles: [ROLE], roleSettings: SETTINGS }),
  );
  await installation.begin(rollout);
  return rollout;
}

async function changeOf({ id }: RolloutDocument): Promise<RoleSettingsChangeDocument | undefined> {
  return (await readChanges(installation.client, id)).get(ROLE);
}

async function ruleNamed(id: string): Promise<WireRule | undefined> {
  return (await readRules(tenant, ROLE)).find((rule) => rule.id === id);
}
