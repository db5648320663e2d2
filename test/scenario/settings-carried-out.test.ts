import { startSimulatedTenant } from "@standdown/cli/demo";
import { differingRules, settingsWrites, withRules, type RoleRule } from "@standdown/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { approvalRule } from "../../packages/domain/testing/approval-rule.ts";
import { BACK, FORWARD, freshWork } from "../property/carry-out-settings.ts";
import { HARMLESS } from "../stand/harmless-quirks.ts";
import { LightEngine } from "../stand/light-engine.ts";
import { longestActivation } from "../stand/role-rules.ts";
import { changeRule } from "../stand/settings-story.ts";
import { countRequests, forgetFaults, orderFaults, setQuirks, useProfile } from "../stand/trouble.ts";

/** Reports Reader: nothing else hangs on it. */
const ROLE = "4a5d8f65-41da-4de4-8968-e035b65339cf";
const PATCH = { method: "PATCH", pathContains: "roleManagementPolicies" };

let engine: LightEngine;
let before: readonly RoleRule[];

beforeAll(async () => {
  engine = new LightEngine(
    await startSimulatedTenant({
      seed: 7,
      source: { admins: 20 },
      minimumAge: "PT5M",
      proofInterval: "PT10S",
      profile: "ideal",
      lagFactor: 1,
    }),
  );
  before = await readRules();
});
beforeEach(async () => {
  await useProfile(engine.simulated, "ideal");
  await forgetFaults(engine.simulated);
});
afterAll(async () => {
  await engine.graph.close();
  await engine.simulated.process.stop();
});

async function readRules(): Promise<readonly RoleRule[]> {
  const read = await engine.graph.readRoleSettings(ROLE);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value.rules;
}

/** A switch from multifactor authentication to a context, and more: two changes, whatever the order of rules. */
function wanted(): readonly RoleRule[] {
  return withRules(before, [
    longestActivation("PT1H"),
    { kind: "enablement", id: "Enablement_EndUser_Assignment", enabledRules: ["Justification", "Ticketing"] },
    {
      kind: "authenticationContext",
      id: "AuthenticationContext_EndUser_Assignment",
      isEnabled: true,
      claimValue: "c1",
    },
    approvalRule([{ kind: "user", id: "3fbd929d-8c56-4462-851e-0eb9a7b3a2a5" }]),
    {
      kind: "notification",
      id: "Notification_Admin_EndUser_Assignment",
      recipientType: "Admin",
      notificationLevel: "Critical",
      isDefaultRecipientsEnabled: false,
      notificationRecipients: ["soc@contoso.com"],
    },
  ]);
}

async function thereAndBack(): Promise<void> {
  const after = wanted();
  const work = { ...freshWork(before, after), roleDefinitionId: ROLE };
  const forward = await engine.carryOutSettings(work, FORWARD);
  expect(forward).toMatchObject({ code: null, work: { state: "applied" } });
  expect(differingRules(await readRules(), after)).toEqual([]);
  const back = await engine.carryOutSettings({ ...forward.work, state: "changing" }, BACK);
  expect(back).toMatchObject({ code: null, work: { state: "restored", conflicts: [] } });
  expect(differingRules(await readRules(), before)).toEqual([]);
}

describe("the settings of a role, set and put back through Graph", () => {
  test("take the least possible number of changes", async () => {
    const [count] = await countRequests(engine.simulated, [PATCH], thereAndBack);
    expect(count).toBe(settingsWrites(before, wanted()).length + settingsWrites(wanted(), before).length);
    expect(count).toBe(4);
  });

  test.each(HARMLESS.filter(({ check }) => check === "settings"))(
    "end as wanted under $quirk: $why",
    async ({ quirk, value }) => {
      await setQuirks(engine.simulated, { [quirk]: value });
      await thereAndBack();
    },
  );

  test.each(
    ["500", "503After", "429", "reset", "resetAfter", "malformedBody"].flatMap((kind) =>
      [1, 2, 3, 4].map((at) => [at, kind] as const),
    ),
  )("end as wanted where change number %i meets %s", async (at, kind) => {
    await orderFaults(engine.simulated, [{ match: PATCH, kind, at }]);
    await thereAndBack();
  });

  test.each([1, 2])("that are refused at change number %i are as before, and say so", async (at) => {
    await orderFaults(engine.simulated, [{ match: PATCH, kind: "403", at }]);
    const work = { ...freshWork(before, wanted()), roleDefinitionId: ROLE };
    const { work: ended } = await engine.carryOutSettings(work, FORWARD);
    expect(ended).toMatchObject({ state: "quarantined", writtenRules: [] });
    expect(differingRules(await readRules(), before)).toEqual([]);
  });

  test("that somebody else changed meanwhile are told and left", async () => {
    const work = { ...freshWork(before, wanted()), roleDefinitionId: ROLE };
    const forward = await engine.carryOutSettings(work, FORWARD);
    const patch = (maximumDuration: string): Promise<void> =>
      changeRule(engine.simulated, ROLE, "Expiration_EndUser_Assignment", { maximumDuration });
    await patch("PT3H");
    const checked = await engine.carryOutSettings(forward.work, FORWARD);
    expect(checked.work).toMatchObject({
      state: "applied",
      conflicts: [{ ruleId: "Expiration_EndUser_Assignment", found: { maximumDuration: "PT3H" } }],
    });
    const back = await engine.carryOutSettings({ ...checked.work, state: "changing" }, BACK);
    expect(back).toMatchObject({ code: "settingsChangedMeanwhile", work: { state: "quarantined" } });
    expect(differingRules(await readRules(), before).map(({ id }) => id)).toEqual([
      "Expiration_EndUser_Assignment",
    ]);
    await patch("PT8H");
  });
});
