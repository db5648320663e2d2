import type { PolicyRule } from "../default-policy.ts";
import { isJsonObject } from "../json.ts";
import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import { inBetaShape } from "../settings/approval-rule.ts";
import { accessOfRole } from "../state/group-access.ts";
import type { Policy } from "../state/policies.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatOptionalTimestamp } from "../timestamp.ts";

/** Two words for the settings of roles, of which the service answers with the one that it was asked with; and groups. */
export const POLICY_SCOPE_TYPES = ["DirectoryRole", "Directory", "Group"] as const;

/** One of them. */
export type PolicyScopeType = (typeof POLICY_SCOPE_TYPES)[number];

/** A policy under the word that it was asked for with. */
export interface NamedPolicy {
  readonly policy: Policy;
  readonly scopeType: PolicyScopeType;
}

/** `DirectoryRole_{tenantId}_{guid}` or `Group_{groupId}_{guid}`. */
export function policyId(tenant: Tenant, { policy, scopeType }: NamedPolicy): string {
  const groupId = accessOfRole(policy.roleDefinitionId)?.groupId;
  return `${scopeType}_${groupId ?? tenant.id}_${policy.guid}`;
}

/** The policy that the id of a policy, or of a policy's assignment, names; null when there is none, or not any more. */
export function findPolicy(tenant: Tenant, id: string): NamedPolicy | null {
  const [word, owner = "", guid = ""] = id.split("_");
  const scopeType = POLICY_SCOPE_TYPES.find((type) => type === word);
  if (scopeType === undefined) return null;
  const policy =
    scopeType === "Group"
      ? policiesOfGroup(tenant, owner)?.find((candidate) => candidate.guid === guid)
      : tenant.policies.byGuid(guid);
  return policy === undefined || policy === null ? null : { policy, scopeType };
}

/** The policies of a group, for members and for owners; null when the directory knows no such group. */
export function policiesOfGroup(tenant: Tenant, groupId: string): readonly Policy[] | null {
  const group = tenant.directory.byId(groupId);
  return group?.kind === "group" ? tenant.policies.ofGroup(group.id) : null;
}

/** Rules as they are read: approvers in the shape of v1.0, or as some of Microsoft's pages show them. */
export function presentRules(tenant: Tenant, policy: Policy): readonly PolicyRule[] {
  if (!tenant.quirks.strikes("approversInBetaShape", policy.roleDefinitionId)) return policy.rules;
  return policy.rules.map((rule) => {
    const setting = rule["setting"];
    const stages = isJsonObject(setting) ? setting["approvalStages"] : null;
    if (!isJsonObject(setting) || !Array.isArray(stages)) return rule;
    return { ...rule, setting: { ...setting, approvalStages: stages.map(stageInBetaShape) } };
  });
}

function stageInBetaShape(stage: unknown): unknown {
  if (!isJsonObject(stage)) return stage;
  const lists = ["primaryApprovers", "escalationApprovers"].map((name): [string, unknown] => {
    const approvers = stage[name];
    return [name, Array.isArray(approvers) ? approvers.map(inBetaShape) : approvers];
  });
  return { ...stage, ...Object.fromEntries(lists) };
}

/** A policy; `rules` and `effectiveRules` only where they were asked for. */
export function policyRow(tenant: Tenant, named: NamedPolicy, expands: readonly Expand[]): Row {
  const { policy, scopeType } = named;
  const isWanted = (name: string): boolean => expands.some((expand) => expand.name === name);
  const rulesIn = (name: string): Row => (isWanted(name) ? { [name]: presentRules(tenant, policy) } : {});
  return {
    id: policyId(tenant, named),
    displayName: scopeType,
    description: scopeType,
    isOrganizationDefault: false,
    scopeId: accessOfRole(policy.roleDefinitionId)?.groupId ?? "/",
    scopeType,
    lastModifiedDateTime: formatOptionalTimestamp(policy.modified?.at ?? null),
    // Examples have the name of who it was, and never the id.
    lastModifiedBy: { displayName: policy.modified?.byName ?? null, id: null },
    ...rulesIn("effectiveRules"),
    ...rulesIn("rules"),
  };
}

/** The link from a role, or from the members or owners of a group, to its policy. */
export function policyAssignmentRow(tenant: Tenant, named: NamedPolicy, expands: readonly Expand[]): Row {
  const { policy, scopeType } = named;
  const id = policyId(tenant, named);
  const access = accessOfRole(policy.roleDefinitionId);
  const roleDefinitionId = access?.accessId ?? policy.roleDefinitionId;
  const expand = expands.find((item) => item.name === "policy");
  return {
    id: `${id}_${roleDefinitionId}`,
    policyId: id,
    scopeId: access?.groupId ?? "/",
    scopeType,
    roleDefinitionId,
    ...(expand === undefined ? {} : { policy: policyRow(tenant, named, expand.expand) }),
  };
}
