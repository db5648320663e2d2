import { beforeEach, describe, expect, test } from "vitest";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import { objectAt, objectsAt } from "../testing/json.ts";
import type { JsonObject } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab } from "../testing/lab.ts";
import { SMALL, smallInventory } from "../testing/small-inventory.ts";
import { settingsOf, unchangedRules } from "../testing/small-settings.ts";
import type { Inventory, InventoryRule } from "./inventory.ts";
import { checkInventory } from "./read-inventory.ts";

const given = smallInventory();
const POLICIES =
  "/policies/roleManagementPolicyAssignments?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'";
const WITH_RULES = "&$expand=policy($expand=rules)";
let lab: Lab;

async function list(path: string): Promise<readonly JsonObject[]> {
  return objectsAt((await lab.graph("GET", path)).body, "value");
}

/** Where something is wrong. */
function placesIn(changed: Partial<Inventory>): readonly (string | undefined)[] {
  const reading = checkInventory({ ...given, ...changed });
  return reading.isOk ? [] : reading.problems.map((problem) => problem.split(":")[0]);
}

/** The rules that nobody has changed, and one that is changed. */
function change(id: string, changed: object): readonly object[] {
  return unchangedRules().map((rule) => (rule.id === id ? { ...rule, ...changed } : rule));
}

describe("the settings of roles", () => {
  beforeEach(async () => {
    lab = await createLab({ inventory: given });
  });

  test("are listed with the ids that they had, and a role that had none has none", async () => {
    const rows = await list(POLICIES);
    expect(rows.map(({ id, policyId, roleDefinitionId }) => ({ id, policyId, roleDefinitionId }))).toEqual(
      given.roleSettings.map(({ id, policyId, roleDefinitionId }) => ({ id, policyId, roleDefinitionId })),
    );
    expect(lab.tenant.policies.ofRole(SMALL.helpdesk)).toBeNull();
  });

  test("that nobody has changed are the service's own", async () => {
    const [row = {}] = await list(
      `${POLICIES} and roleDefinitionId eq '${GLOBAL_ADMINISTRATOR}'${WITH_RULES}`,
    );
    const untouched = await createLab({});
    const { body } = await untouched.graph(
      "GET",
      `${POLICIES} and roleDefinitionId eq '${GLOBAL_ADMINISTRATOR}'${WITH_RULES}`,
    );
    const [other = {}] = objectsAt(body, "value");
    expect(objectAt(row, "policy")["rules"]).toEqual(objectAt(other, "policy")["rules"]);
  });

  test("that were changed are as they were, one of each kind", async () => {
    const [row = {}] = await list(`${POLICIES} and roleDefinitionId eq '${SMALL.customRole}'${WITH_RULES}`);
    const rules = objectsAt(objectAt(row, "policy"), "rules");
    const ruleOf = (id: string): JsonObject | undefined => rules.find((rule) => rule["id"] === id);
    expect(ruleOf("Expiration_Admin_Eligibility")).toMatchObject({
      isExpirationRequired: true,
      maximumDuration: "P30D",
    });
    expect(ruleOf("Expiration_Admin_Assignment")).toMatchObject({ maximumDuration: null });
    expect(ruleOf("Enablement_EndUser_Assignment")).toMatchObject({ enabledRules: ["Ticketing"] });
    expect(ruleOf("Notification_Admin_EndUser_Assignment")).toMatchObject({
      notificationLevel: "Critical",
      isDefaultRecipientsEnabled: false,
      notificationRecipients: ["desk@fabrikam.example"],
    });
    expect(ruleOf("AuthenticationContext_EndUser_Assignment")).toMatchObject({
      isEnabled: true,
      claimValue: "c1",
    });
    expect(ruleOf("Approval_EndUser_Assignment")).toMatchObject({
      setting: {
        isApprovalRequired: true,
        isApprovalRequiredForExtension: true,
        isRequestorJustificationRequired: false,
        approvalStages: [
          {
            approvalStageTimeOutInDays: 3,
            isApproverJustificationRequired: false,
            primaryApprovers: [
              { "@odata.type": "#microsoft.graph.singleUser", userId: SMALL.never },
              { "@odata.type": "#microsoft.graph.groupMembers", groupId: SMALL.group },
            ],
          },
        ],
      },
    });
  });

  test("count: an end that they do not allow is refused, and without a limit none is", async () => {
    const grant = { principalId: SMALL.never, roleDefinitionId: SMALL.customRole };
    const scope = { directoryScopeId: "/", appScopeId: null };
    const forever = await lab.request("eligibility", "adminAssign", { ...grant, ...scope });
    expect(codeOf(forever)).toBe("RoleAssignmentRequestPolicyValidationFailed");
    expect((await lab.request("assignment", "adminAssign", { ...grant, ...scope })).status).toBe(201);
  });

  test("are refused where they could not be put back, each with its place", () => {
    const [first, second] = given.roleSettings;
    if (first === undefined || second === undefined) throw new Error("the small inventory has no settings");
    const withRules = (rules: readonly object[]): Inventory =>
      Object({ ...given, roleSettings: [{ ...first, rules }] });
    expect(placesIn(withRules(change("Expiration_Admin_Eligibility", { maximumDuration: "P1Y" })))).toEqual([
      "/roleSettings/0/rules/0/maximumDuration",
    ]);
    expect(placesIn(withRules(change("Enablement_Admin_Eligibility", { enabledRules: ["Dance"] })))).toEqual([
      "/roleSettings/0/rules/1/enabledRules/0",
    ]);
    expect(placesIn(withRules(change("Enablement_Admin_Eligibility", { kind: "dance" })))).toEqual([
      "/roleSettings/0/rules/1",
    ]);
    expect(
      placesIn(withRules(change("Notification_Admin_Admin_Eligibility", { recipientType: "Approver" }))),
    ).toEqual(["/roleSettings/0/rules/2/recipientType"]);
    expect(placesIn(withRules(unchangedRules().slice(1)))).toEqual(["/roleSettings/0/rules"]);
    const twice: readonly InventoryRule[] = [...unchangedRules().slice(1), ...unchangedRules().slice(1, 2)];
    expect(placesIn(withRules(twice))).toEqual(["/roleSettings/0/rules/16/id"]);
    const stranger = settingsOf(given.tenantId, "00000000-0000-4000-8000-000000000000");
    expect(
      placesIn({ roleSettings: [first, { ...second, id: "mine", policyId: "theirs" }, stranger] }),
    ).toEqual(["/roleSettings/1/policyId", "/roleSettings/1/id", "/roleSettings/2/roleDefinitionId"]);
  });
});

describe("what the tenant as a whole has", () => {
  beforeEach(async () => {
    lab = await createLab({ inventory: given });
  });

  test("is licences with the numbers that they had", async () => {
    const rows = await list("/subscribedSkus");
    expect(
      rows.map(({ id, skuPartNumber, capabilityStatus, prepaidUnits, consumedUnits }) => [
        id,
        skuPartNumber,
        capabilityStatus,
        prepaidUnits,
        consumedUnits,
      ]),
    ).toEqual(
      given.licences.map(({ id, skuPartNumber, isUsable, enabledUnits, consumedUnits }) => [
        id,
        skuPartNumber,
        isUsable ? "Enabled" : "Suspended",
        { enabled: enabledUnits, suspended: 0, warning: 0 },
        consumedUnits,
      ]),
    );
    const plans = rows.map((row) => objectsAt(row, "servicePlans").map((plan) => plan["servicePlanName"]));
    expect(plans).toEqual([[], ["AAD_PREMIUM_P2"], ["AAD_PREMIUM_P2"]]);
  });

  test("without a usable licence for PIM is refused by PIM, and nobody can have one", async () => {
    const licences = given.licences.map((licence) => ({ ...licence, isUsable: !licence.isForPim }));
    expect(placesIn({ licences })).toEqual(["/principals/0/isLicensedForPim"]);
    lab = await createLab({ inventory: { ...given, licences } });
    const answer = await lab.graph("GET", "/roleManagement/directory/roleAssignmentScheduleInstances");
    expect(codeOf(answer)).toBe("AadPremiumLicenseRequired");
    expect(await list("/subscribedSkus")).toHaveLength(given.licences.length);
  });

  test("is conditional access policies for whom they were", async () => {
    const [policy] = given.conditionalAccessPolicies;
    if (policy === undefined) throw new Error("the small inventory has no policy");
    expect(await list("/identity/conditionalAccess/policies")).toMatchObject([
      {
        id: policy.id,
        displayName: policy.displayName,
        state: policy.state,
        conditions: {
          applications: {
            includeApplications: [],
            includeAuthenticationContextClassReferences: policy.authenticationContexts,
          },
          users: {
            includeUsers: policy.includeUsers,
            excludeUsers: policy.excludeUsers,
            includeGroups: policy.includeGroups,
            excludeGroups: policy.excludeGroups,
            includeRoles: policy.includeRoles,
            excludeRoles: policy.excludeRoles,
          },
        },
        grantControls: { builtInControls: policy.grantControls },
      },
    ]);
  });

  test("does not say which roles are privileged where that was not known: beta is refused", async () => {
    const roles = given.roles.map((role) => (role.isBuiltIn ? role : { ...role, isPrivileged: null }));
    lab = await createLab({ inventory: { ...given, roles } });
    const path = "/roleManagement/directory/roleDefinitions";
    expect((await lab.graph("GET", path, undefined, { version: "beta" })).status).toBe(403);
    expect(await list(path)).toHaveLength(roles.length);
  });

  test("is refused where marks are known of some roles only", () => {
    const builtIn = given.roles.map((role, at) => (at === 0 ? { ...role, isPrivileged: null } : role));
    expect(placesIn({ roles: builtIn })).toEqual(["/roles/0/isPrivileged"]);
    const own = given.roles.filter((role) => !role.isBuiltIn);
    const more = own.map((role) => ({ ...role, id: SMALL.unit, isPrivileged: null }));
    expect(placesIn({ roles: [...given.roles, ...more] })).toEqual([
      `/roles/${given.roles.length}/isPrivileged`,
    ]);
  });
});
