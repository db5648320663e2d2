import { approvalSetting, DEFAULT_POLICY_RULES } from "../default-policy.ts";
import type { PolicyRule } from "../default-policy.ts";
import type { JsonObject } from "../json.ts";
import type { InventoryRoleSettings, InventoryRule } from "./inventory.ts";

type Approval = Extract<InventoryRule, { readonly kind: "approval" }>;

/** What a policy's id ends with, where it is one of a directory role of this tenant; else null. */
export function policyGuid(tenantId: string, { policyId }: InventoryRoleSettings): string | null {
  const start = `DirectoryRole_${tenantId}_`;
  return policyId.startsWith(start) && policyId.length > start.length ? policyId.slice(start.length) : null;
}

/** The rules of one role in the shape of the wire, in the order in which the service lists them. */
export function policyRules({ rules }: InventoryRoleSettings): readonly PolicyRule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return DEFAULT_POLICY_RULES.map((base) => {
    const rule = byId.get(base.id);
    if (rule === undefined) throw new Error(`the check let settings pass without ${base.id}`);
    if (rule.kind === "approval") return { ...base, setting: settingOf(rule) };
    const { kind: _kind, ...properties } = rule;
    return { ...base, ...properties };
  });
}

/** Roles have one stage; whoever decides is in it. */
function settingOf(rule: Approval): JsonObject {
  const setting = approvalSetting(rule.isApprovalRequired);
  const stage = {
    approvalStageTimeOutInDays: rule.approvalStageTimeOutInDays,
    isApproverJustificationRequired: rule.isApproverJustificationRequired,
    escalationTimeInMinutes: 0,
    isEscalationEnabled: false,
    primaryApprovers: rule.approvers.map(({ kind, id }) =>
      kind === "user"
        ? { "@odata.type": "#microsoft.graph.singleUser", userId: id, description: null }
        : { "@odata.type": "#microsoft.graph.groupMembers", groupId: id, description: null },
    ),
    escalationApprovers: [],
  };
  return {
    ...setting,
    isApprovalRequiredForExtension: rule.isApprovalRequiredForExtension,
    isRequestorJustificationRequired: rule.isRequestorJustificationRequired,
    approvalStages: [stage],
  };
}
