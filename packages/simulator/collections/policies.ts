import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { Policy } from "../state/policies.ts";
import type { Tenant } from "../state/tenant.ts";

/** The two words for the same thing; the service answers with the one that it was asked with. */
export const POLICY_SCOPE_TYPES = ["DirectoryRole", "Directory"] as const;

/** One of them. */
export type PolicyScopeType = (typeof POLICY_SCOPE_TYPES)[number];

/** `DirectoryRole_{tenantId}_{guid}`. */
export function policyId(tenant: Tenant, policy: Policy, scopeType: PolicyScopeType): string {
  return `${scopeType}_${tenant.id}_${policy.guid}`;
}

/** The parts of an id of a policy, or of a policy's assignment to a role. */
export function parsePolicyId(id: string): { scopeType: PolicyScopeType; guid: string } | null {
  const [scopeType, , guid] = id.split("_");
  const known = POLICY_SCOPE_TYPES.find((type) => type === scopeType);
  return known === undefined || guid === undefined ? null : { scopeType: known, guid };
}

/** A policy; `rules` and `effectiveRules` only where they were asked for. */
export function policyRow(
  tenant: Tenant,
  policy: Policy,
  scopeType: PolicyScopeType,
  expands: readonly Expand[],
): Row {
  const isWanted = (name: string): boolean => expands.some((expand) => expand.name === name);
  return {
    id: policyId(tenant, policy, scopeType),
    displayName: scopeType,
    description: scopeType,
    isOrganizationDefault: false,
    scopeId: "/",
    scopeType,
    lastModifiedDateTime: null,
    lastModifiedBy: { displayName: null, id: null },
    ...(isWanted("effectiveRules") ? { effectiveRules: policy.rules } : {}),
    ...(isWanted("rules") ? { rules: policy.rules } : {}),
  };
}

/** The link from a role to its policy. */
export function policyAssignmentRow(
  tenant: Tenant,
  policy: Policy,
  scopeType: PolicyScopeType,
  expands: readonly Expand[],
): Row {
  const id = policyId(tenant, policy, scopeType);
  const expand = expands.find((item) => item.name === "policy");
  return {
    id: `${id}_${policy.roleDefinitionId}`,
    policyId: id,
    scopeId: "/",
    scopeType,
    roleDefinitionId: policy.roleDefinitionId,
    ...(expand === undefined ? {} : { policy: policyRow(tenant, policy, scopeType, expand.expand) }),
  };
}
