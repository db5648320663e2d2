import type { AssignmentInstance, EligibilityInstance, RoleAssignment } from "./access.ts";
import type { Inventory } from "./inventory.ts";
import type { MfaRegistration, Principal } from "./principal.ts";

/**
 * Everything that was read about one principal: the unit in which a tenant of any size is worked through. A principal
 * that the directory does not know is null and may hold rows all the same.
 */
export type PrincipalAccess = {
  readonly principalId: string;
  readonly principal: Principal | null;
  /** Null: not known. */
  readonly mfaRegistration: MfaRegistration | null;
  readonly roleAssignments: readonly RoleAssignment[];
  readonly assignments: readonly AssignmentInstance[];
  readonly eligibilities: readonly EligibilityInstance[];
};

/** The same from an inventory that is in memory, in the order of the principals' ids. */
export function accessByPrincipal(inventory: Inventory): readonly PrincipalAccess[] {
  const principals = new Map(inventory.principals.map((principal) => [principal.id, principal]));
  const registrations = new Map(inventory.mfaRegistrations.map((row) => [row.id, row]));
  const roleAssignments = Map.groupBy(inventory.roleAssignments, (row) => row.principalId);
  const assignments = Map.groupBy(inventory.assignments, (row) => row.principalId);
  const eligibilities = Map.groupBy(inventory.eligibilities, (row) => row.principalId);
  const ids = new Set([
    ...principals.keys(),
    ...roleAssignments.keys(),
    ...assignments.keys(),
    ...eligibilities.keys(),
  ]);
  return [...ids]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((principalId) => ({
      principalId,
      principal: principals.get(principalId) ?? null,
      mfaRegistration: registrations.get(principalId) ?? null,
      roleAssignments: roleAssignments.get(principalId) ?? [],
      assignments: assignments.get(principalId) ?? [],
      eligibilities: eligibilities.get(principalId) ?? [],
    }));
}
