import type { Group } from "../state/directory.ts";
import { ACCESS_IDS, accessOfRole, accessRoleId } from "../state/group-access.ts";
import type { Tenant } from "../state/tenant.ts";

/** Groups with dynamic membership and those from on premises cannot be in PIM (documented). */
export function canBeOnboarded(group: Group): boolean {
  return group.membershipRule === null && group.onPremisesSyncEnabled === null;
}

/**
 * Takes the group of a role into PIM, which the first request and the first change of its settings do; nothing of a
 * directory role. Its settings get other ids then, where that quirk is on.
 */
export function onboardFor(tenant: Tenant, roleDefinitionId: string): void {
  const access = accessOfRole(roleDefinitionId);
  if (access === null || tenant.onboardedGroupIds.has(access.groupId)) return;
  tenant.onboardedGroupIds.add(access.groupId);
  for (const accessId of ACCESS_IDS) rotatePolicyId(tenant, accessRoleId(access.groupId, accessId));
}

/** Gives the settings of a group another id, where that quirk strikes; settings of roles keep theirs. */
export function rotatePolicyId(tenant: Tenant, roleDefinitionId: string): void {
  const isOfGroup = accessOfRole(roleDefinitionId) !== null;
  if (isOfGroup && tenant.quirks.strikes("rotatingGroupPolicyIds", roleDefinitionId)) {
    tenant.policies.rotate(roleDefinitionId);
  }
}
