import { approvalSetting } from "../default-policy.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { accessRoleId } from "../state/group-access.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab } from "../testing/lab.ts";
import { APPROVER_ID, changeOf, SettingsClient } from "../testing/settings.ts";

const POLICIES = "/policies/roleManagementPolicies";
const TYPE = "#microsoft.graph.unifiedRoleManagementPolicy";

let lab: Lab;
let settings: SettingsClient;

beforeEach(async () => {
  lab = await createLab();
  settings = new SettingsClient(lab);
});

const EXPIRATION = "Expiration_EndUser_Assignment";
const LASTING = { isExpirationRequired: true };

describe("a change of settings is refused", () => {
  test.each([
    ["that has no type", EXPIRATION, { ...LASTING, maximumDuration: "PT1H", "@odata.type": undefined }],
    [
      "of another type",
      EXPIRATION,
      { ...LASTING, maximumDuration: "PT1H", "@odata.type": `${TYPE}ApprovalRule` },
    ],
    [
      "whose id is another",
      EXPIRATION,
      { ...LASTING, maximumDuration: "PT1H", id: "Expiration_Admin_Assignment" },
    ],
    ["of a rule that is unknown", "Expiration_EndUser_Eligibility", { ...LASTING, maximumDuration: "PT1H" }],
    ["without a longest time", EXPIRATION, LASTING],
    [
      "of another caller",
      EXPIRATION,
      { maximumDuration: "PT1H", target: { caller: "Admin", level: "Assignment" } },
    ],
    ["that asks administrators for tickets", "Enablement_Admin_Assignment", { enabledRules: ["Ticketing"] }],
    ["with a word that is unknown", "Enablement_EndUser_Assignment", { enabledRules: ["Magic"] }],
    [
      "to a context without a name",
      "AuthenticationContext_EndUser_Assignment",
      { isEnabled: true, claimValue: "" },
    ],
    [
      "to an approver of no kind",
      "Approval_EndUser_Assignment",
      { setting: approvalSetting(true, [{ id: APPROVER_ID }]) },
    ],
    ["to a level that is unknown", "Notification_Admin_Admin_Eligibility", { notificationLevel: "Loud" }],
  ])("%s, with InvalidPolicyRule", async (_what, ruleId, properties) => {
    const policyId = await settings.policyId("role");
    const answer = await settings.change(policyId, ruleId, properties);
    expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidPolicyRule"]);
  });

  test.each([
    ["without an approval stage", "Approval_EndUser_Assignment", { setting: { approvalStages: [] } }],
    ["of months", EXPIRATION, { ...LASTING, maximumDuration: "P1M" }],
    ["of no time at all", EXPIRATION, { ...LASTING, maximumDuration: "PT0S" }],
    ["of more than a day", EXPIRATION, { ...LASTING, maximumDuration: "PT25H" }],
    ["that lets activations last", EXPIRATION, { isExpirationRequired: false, maximumDuration: "PT8H" }],
  ])("%s, with InvalidPolicy", async (_what, ruleId, properties) => {
    const policyId = await settings.policyId("role");
    const answer = await settings.change(policyId, ruleId, properties);
    expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidPolicy"]);
    expect(JSON.stringify(answer.body)).toContain("The policy is invalid.");
  });

  test("whose body is malformed as a whole, or names what is not there", async () => {
    const policyId = await settings.policyId("role");
    const path = `${POLICIES}/${policyId}`;
    for (const body of [{}, { rules: [] }, { rules: "all" }, { rules: [{}], displayName: "Mine" }]) {
      expect(codeOf(await lab.graph("PATCH", path, body))).toBe("InvalidPolicy");
    }
    expect(codeOf(await lab.graph("PATCH", path, { rules: [null] }))).toBe("InvalidPolicyRule");
    expect(codeOf(await lab.graph("PATCH", path, []))).toBe("BadRequest");
    const unknown = `DirectoryRole_${lab.tenant.id}_${APPROVER_ID}`;
    const answer = await settings.change(unknown, EXPIRATION, { ...LASTING, maximumDuration: "PT1H" });
    expect([answer.status, codeOf(answer)]).toEqual([404, "InputPolicyNotFound"]);
    const strange = await settings.change(policyId, EXPIRATION, {
      ...LASTING,
      maximumDuration: "PT1H",
      colour: "red",
    });
    expect(codeOf(strange)).toBe("BadRequest");
  });
});

describe("approvers", () => {
  const ID = "Approval_EndUser_Assignment";

  test("are taken as v1.0 and as beta write them, and read as v1.0 does", async () => {
    const policyId = await settings.policyId("role");
    const given = [
      { "@odata.type": "#microsoft.graph.singleUser", userId: APPROVER_ID },
      {
        "@odata.type": "#microsoft.graph.singleUser",
        isBackup: false,
        id: APPROVER_ID,
        description: "Someone",
      },
      {
        "@odata.type": "#microsoft.graph.groupMembers",
        isBackup: false,
        id: settings.groupId,
        description: null,
      },
    ];
    expect((await settings.change(policyId, ID, { setting: approvalSetting(true, given) })).status).toBe(204);
    expect((await settings.rule(policyId, ID))["setting"]).toEqual(
      approvalSetting(true, [
        { "@odata.type": "#microsoft.graph.singleUser", userId: APPROVER_ID, description: null },
        { "@odata.type": "#microsoft.graph.singleUser", userId: APPROVER_ID, description: "Someone" },
        { "@odata.type": "#microsoft.graph.groupMembers", groupId: settings.groupId, description: null },
      ]),
    );
    lab.tenant.quirks.change([["approversInBetaShape", 1]]);
    const shown = JSON.stringify(await settings.rule(policyId, ID));
    expect(shown).toContain(`"isBackup":false,"id":"${settings.groupId}"`);
    expect(shown).not.toContain("userId");
  });
});

describe("where nobody knows what Microsoft does, a quirk", () => {
  test("takes no time at all, and then no activation fits", async () => {
    lab.tenant.quirks.change([["zeroDurationTaken", 1]]);
    const policyId = await settings.policyId("role");
    expect(
      (await settings.change(policyId, EXPIRATION, { ...LASTING, maximumDuration: "PT0S" })).status,
    ).toBe(204);
    const answer = await lab.control("POST", "/activations", {
      principalId: lab.facts.breakGlassIds[0],
      roleDefinitionId: settings.roleId,
      directoryScopeId: "/",
    });
    expect(JSON.stringify(answer.body)).toContain("ExpirationRule");
  });

  test("refuses times that the portal does not offer", async () => {
    const policyId = await settings.policyId("role");
    const short = { ...LASTING, maximumDuration: "PT15M" };
    const long = { ...LASTING, maximumDuration: "P400D" };
    for (const [isOn, status] of [
      [0, 204],
      [1, 400],
    ] as const) {
      lab.tenant.quirks.change([["portalLimitsInApi", isOn]]);
      expect((await settings.change(policyId, EXPIRATION, short)).status).toBe(status);
      expect((await settings.change(policyId, "Expiration_Admin_Eligibility", long)).status).toBe(status);
    }
  });

  test("resets what a change leaves out, which otherwise stays", async () => {
    const policyId = await settings.policyId("role");
    const id = "Notification_Admin_Admin_Eligibility";
    await settings.change(policyId, id, changeOf(id));
    await settings.change(policyId, id, { notificationLevel: "None" });
    expect(await settings.rule(policyId, id)).toMatchObject({
      notificationLevel: "None",
      notificationRecipients: ["desk@contoso.com"],
    });
    lab.tenant.quirks.change([["leftOutRulePartsReset", 1]]);
    await settings.change(policyId, id, { notificationLevel: "Critical" });
    expect(await settings.rule(policyId, id)).toMatchObject({
      notificationLevel: "Critical",
      notificationRecipients: [],
    });
  });

  test("gives the settings of a group another id with each change, and the old one is not found any more", async () => {
    lab.tenant.quirks.change([["rotatingGroupPolicyIds", 1]]);
    const policyId = await settings.policyId("group");
    const properties = { ...LASTING, maximumDuration: "PT1H" };
    expect((await settings.change(policyId, EXPIRATION, properties)).status).toBe(204);
    const again = await settings.change(policyId, EXPIRATION, properties);
    expect([again.status, codeOf(again)]).toEqual([404, "InputPolicyNotFound"]);
    const newId = await settings.policyId("group");
    expect(newId).not.toBe(policyId);
    expect(await settings.rule(newId, EXPIRATION)).toMatchObject({ maximumDuration: "PT1H" });
    const ofRole = await settings.policyId("role");
    await settings.change(ofRole, EXPIRATION, properties);
    expect(await settings.policyId("role")).toBe(ofRole);
  });
});

/** The URL of a rule on the control surface. */
function steeringPath(role: string, rule: string): string {
  return `/role-settings/${role}/rules/${rule}`;
}

test("the control surface changes settings of roles and groups by the same rules", async () => {
  const member = accessRoleId(settings.groupId, "member");
  for (const role of [settings.roleId, member]) {
    const done = await lab.control("PATCH", steeringPath(role, EXPIRATION), { maximumDuration: "PT2H" });
    expect(done.status).toBe(204);
    expect(lab.tenant.policies.expiration(role, "EndUser_Assignment")?.maximumDuration).toBe("PT2H");
    const wrong = await lab.control("PATCH", steeringPath(role, EXPIRATION), { maximumDuration: "P2Y" });
    expect(codeOf(wrong)).toBe("InvalidPolicy");
    const told = await lab.control("GET", `/role-settings/${role}`);
    expect(told.body).toEqual({ rules: lab.tenant.policies.ofRole(role)?.rules });
    expect((await lab.control("GET", "/role-settings/nothing")).status).toBe(404);
    expect((await lab.control("PATCH", steeringPath(role, "Nothing"), { isEnabled: true })).status).toBe(404);
  }
  const { body } = await lab.graph("GET", `${POLICIES}/${await settings.policyId("role")}`);
  expect(body["lastModifiedBy"]).toMatchObject({ displayName: "Global Admin 1" });
});
