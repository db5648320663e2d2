import { approvalSetting } from "../default-policy.ts";
import { roleIdOf } from "../seed/role-weights.ts";
import type { JsonObject } from "./json.ts";
import { objectsAt, textAt } from "./json.ts";
import type { Answer, Lab } from "./lab.ts";

const POLICIES = "/policies/roleManagementPolicies";
const TYPE = "#microsoft.graph.unifiedRoleManagementPolicy";

/** Somebody who may approve. */
export const APPROVER_ID = "3fbd929d-8c56-4462-851e-0eb9a7b3a2a5";

/** Something else than a new tenant has, for each kind of rule. */
export function changeOf(ruleId: string, approverId = APPROVER_ID): JsonObject {
  const [kind = "", second = ""] = ruleId.split("_");
  if (kind === "Expiration") return { isExpirationRequired: true, maximumDuration: "PT1H45M" };
  if (kind === "Enablement") return { enabledRules: [] };
  if (kind === "AuthenticationContext") return { isEnabled: true, claimValue: "c7" };
  if (kind === "Approval") {
    return {
      setting: approvalSetting(true, [{ "@odata.type": "#microsoft.graph.singleUser", userId: approverId }]),
    };
  }
  return {
    recipientType: second,
    notificationType: "Email",
    notificationLevel: "Critical",
    isDefaultRecipientsEnabled: false,
    notificationRecipients: ["desk@contoso.com"],
  };
}

/** The body of a change of one rule, with its type and id. */
export function ruleBody(ruleId: string, properties: JsonObject): JsonObject {
  return { "@odata.type": `${TYPE}${ruleId.split("_")[0] ?? ""}Rule`, id: ruleId, ...properties };
}

/** The settings of one role or group, read and changed through Graph. */
export class SettingsClient {
  readonly #lab: Lab;
  /** Of a directory role. */
  readonly roleId = roleIdOf("Reports Reader");
  /** Of a group that is in PIM; its members' settings. */
  readonly groupId: string;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.groupId = lab.facts.onboardedGroupIds[0] ?? "";
  }

  /** The id that the settings have now. */
  async policyId(of: "role" | "group"): Promise<string> {
    const filter =
      of === "role"
        ? `scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${this.roleId}'`
        : `scopeId eq '${this.groupId}' and scopeType eq 'Group' and roleDefinitionId eq 'member'`;
    const path = `/policies/roleManagementPolicyAssignments?$filter=${filter}`;
    const [row = {}] = objectsAt((await this.#lab.graph("GET", path)).body, "value");
    return textAt(row, "policyId");
  }

  async change(policyId: string, ruleId: string, properties: JsonObject): Promise<Answer> {
    return this.#lab.graph("PATCH", `${POLICIES}/${policyId}/rules/${ruleId}`, ruleBody(ruleId, properties));
  }

  async changeSeveral(policyId: string, rules: readonly JsonObject[]): Promise<Answer> {
    return this.#lab.graph("PATCH", `${POLICIES}/${policyId}`, { rules });
  }

  async rule(policyId: string, ruleId: string): Promise<JsonObject> {
    return (await this.#lab.graph("GET", `${POLICIES}/${policyId}/rules/${ruleId}`)).body;
  }
}
