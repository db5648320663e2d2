import { approvalSetting, DEFAULT_POLICY_RULES } from "../default-policy.ts";
import type { PolicyRule } from "../default-policy.ts";
import type { JsonObject } from "../json.ts";
import type { InventoryApprover, InventoryRoleSettings, InventoryRule } from "./inventory.ts";

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

function settingOf(rule: Approval): JsonObject {
  return {
    ...approvalSetting(rule.isApprovalRequired),
    isApprovalRequiredForExtension: rule.isApprovalRequiredForExtension,
    isRequestorJustificationRequired: rule.isRequestorJustificationRequired,
    approvalMode: rule.approvalMode,
    approvalStages: rule.approvalStages.map((stage) => ({
      ...stage,
      primaryApprovers: stage.primaryApprovers.map(approverOf),
      escalationApprovers: stage.escalationApprovers.map(approverOf),
    })),
  };
}

function approverOf({ kind, id, description }: InventoryApprover): JsonObject {
  const text = description ?? null;
  return kind === "user"
    ? { "@odata.type": "#microsoft.graph.singleUser", userId: id, description: text }
    : { "@odata.type": "#microsoft.graph.groupMembers", groupId: id, description: text };
}
