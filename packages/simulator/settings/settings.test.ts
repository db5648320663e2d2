import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_POLICY_RULES } from "../default-policy.ts";
import { accessRoleId } from "../state/group-access.ts";
import { objectsAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab, NO_END } from "../testing/lab.ts";
import { changeOf, ruleBody, SettingsClient } from "../testing/settings.ts";

const POLICIES = "/policies/roleManagementPolicies";
const MFA = "MultiFactorAuthentication";

let lab: Lab;
let settings: SettingsClient;

beforeEach(async () => {
  lab = await createLab();
  settings = new SettingsClient(lab);
});

describe.each(["role", "group"] as const)("the settings of a %s", (of) => {
  test.each(DEFAULT_POLICY_RULES.map((rule) => rule.id))(
    "take a change of %s, and read as changed",
    async (id) => {
      const policyId = await settings.policyId(of);
      if (id === "AuthenticationContext_EndUser_Assignment") {
        await settings.change(policyId, "Enablement_EndUser_Assignment", { enabledRules: [] });
      }
      const before = await settings.rule(policyId, id);
      const answer = await settings.change(policyId, id, changeOf(id));
      expect([answer.status, answer.body]).toEqual([204, {}]);
      const after = await settings.rule(policyId, id);
      expect(after).toMatchObject(changeOf(id));
      expect(after["target"]).toEqual(before["target"]);
      const whole = await lab.graph("GET", `${POLICIES}/${policyId}?$expand=rules,effectiveRules`);
      const { "@odata.context": _context, ...rule } = after;
      expect(objectsAt(whole.body, "rules")).toContainEqual(rule);
      expect(objectsAt(whole.body, "effectiveRules")).toEqual(objectsAt(whole.body, "rules"));
      expect(whole.body["lastModifiedDateTime"]).toBe("2026-10-05T08:00:00Z");
      expect(whole.body["lastModifiedBy"]).toEqual({ displayName: "Role migration", id: null });
    },
  );

  test("take several changes at once, and answer with the policy without its rules", async () => {
    const policyId = await settings.policyId(of);
    const rules = ["Expiration_EndUser_Assignment", "Notification_Admin_Admin_Eligibility"].map((id) =>
      ruleBody(id, changeOf(id)),
    );
    const answer = await settings.changeSeveral(policyId, rules);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: policyId, isOrganizationDefault: false });
    expect(answer.body).not.toHaveProperty("rules");
    expect(await settings.rule(policyId, "Expiration_EndUser_Assignment")).toMatchObject({
      maximumDuration: "PT1H45M",
    });
  });

  test("of which one is refused leave all as it was", async () => {
    const policyId = await settings.policyId(of);
    const rules = [
      ruleBody("Expiration_EndUser_Assignment", changeOf("Expiration_EndUser_Assignment")),
      ruleBody("Enablement_Admin_Assignment", { enabledRules: ["Ticketing"] }),
    ];
    const answer = await settings.changeSeveral(policyId, rules);
    expect(codeOf(answer)).toBe("InvalidPolicyRule");
    expect(await settings.rule(policyId, "Expiration_EndUser_Assignment")).toMatchObject({
      maximumDuration: "PT8H",
    });
    expect((await lab.graph("GET", `${POLICIES}/${policyId}`)).body["lastModifiedDateTime"]).toBeNull();
  });

  test("never have MFA and an authentication context on: one goes off before the other comes on", async () => {
    const policyId = await settings.policyId(of);
    const mfa = (enabledRules: readonly string[]): Promise<Answer> =>
      settings.change(policyId, "Enablement_EndUser_Assignment", { enabledRules });
    const context = (isEnabled: boolean): Promise<Answer> =>
      settings.change(policyId, "AuthenticationContext_EndUser_Assignment", { isEnabled, claimValue: "c1" });
    expect((await mfa([MFA])).status).toBe(204);
    expect(codeOf(await context(true))).toBe("MfaAndAcrsConflict");
    expect((await mfa([])).status).toBe(204);
    expect((await context(true)).status).toBe(204);
    expect(codeOf(await mfa([MFA]))).toBe("MfaAndAcrsConflict");
    expect((await context(false)).status).toBe(204);
    expect((await mfa([MFA])).status).toBe(204);
  });

  test("swap MFA for a context in one change, unless each rule is judged by itself", async () => {
    const policyId = await settings.policyId(of);
    const rules = [
      ruleBody("AuthenticationContext_EndUser_Assignment", { isEnabled: true, claimValue: "c1" }),
      ruleBody("Enablement_EndUser_Assignment", { enabledRules: [] }),
    ];
    await settings.change(policyId, "Enablement_EndUser_Assignment", { enabledRules: [MFA] });
    lab.tenant.quirks.change([["rulesJudgedOneByOne", 1]]);
    const refusedAnswer = await settings.changeSeveral(policyId, rules);
    expect(codeOf(refusedAnswer)).toBe("MfaAndAcrsConflict");
    expect((await settings.changeSeveral(policyId, rules.toReversed())).status).toBe(200);
    await settings.change(policyId, "AuthenticationContext_EndUser_Assignment", { isEnabled: false });
    await settings.change(policyId, "Enablement_EndUser_Assignment", { enabledRules: [MFA] });
    lab.tenant.quirks.change([["rulesJudgedOneByOne", 0]]);
    expect((await settings.changeSeveral(policyId, rules)).status).toBe(200);
  });

  test("bind the next request", async () => {
    const policyId = await settings.policyId(of);
    const roleDefinitionId = of === "role" ? settings.roleId : accessRoleId(settings.groupId, "member");
    const side = of === "role" ? "eligibility" : "groupEligibility";
    const grant = {
      principalId: lab.facts.globalAdministratorIds[0] ?? "",
      roleDefinitionId,
      directoryScopeId: "/",
      appScopeId: null,
    };
    await settings.change(policyId, "Expiration_Admin_Eligibility", {
      isExpirationRequired: true,
      maximumDuration: "P30D",
    });
    const tooLong = await lab.request(side, "adminAssign", grant, { scheduleInfo: NO_END });
    expect(codeOf(tooLong)).toBe("RoleAssignmentRequestPolicyValidationFailed");
    await settings.change(policyId, "Expiration_Admin_Eligibility", {
      isExpirationRequired: false,
      maximumDuration: "P30D",
    });
    expect((await lab.request(side, "adminAssign", grant, { scheduleInfo: NO_END })).status).toBe(201);
  });
});
