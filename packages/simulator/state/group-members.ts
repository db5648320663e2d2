import type { AccessId } from "./group-access.ts";
import { accessOfRole, accessRoleId } from "./group-access.ts";
import { outsidePimRow } from "./outside-pim.ts";
import type { Tenant } from "./tenant.ts";

/** Who is a member, or an owner, of a group now: what is active of it, in PIM or not. */
export function idsInGroup(tenant: Tenant, groupId: string, accessId: AccessId): readonly string[] {
  const rows = tenant.schedules.ofRole("groupAssignment", accessRoleId(groupId, accessId)).values();
  return [...new Set([...rows].filter((row) => row.isInForce).map((row) => row.principalId))];
}

/** The groups that an object is a member of now, by itself and not through another group. */
export function groupIdsOf(tenant: Tenant, principalId: string): readonly string[] {
  const rows = tenant.schedules.ofPrincipal("groupAssignment", principalId).values();
  const accesses = [...rows].filter((row) => row.isInForce).map((row) => accessOfRole(row.roleDefinitionId));
  return accesses
    .filter((access) => access !== null)
    .filter(({ accessId }) => accessId === "member")
    .map(({ groupId }) => groupId);
}

/** Makes somebody a member outside PIM. */
export function joinGroup(tenant: Tenant, groupId: string, memberId: string, now: number): void {
  const roleDefinitionId = accessRoleId(groupId, "member");
  const grant = { principalId: memberId, roleDefinitionId, directoryScopeId: "/", appScopeId: null };
  tenant.addSchedule(outsidePimRow("groupAssignment", grant, now), now);
}
