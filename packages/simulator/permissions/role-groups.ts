import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Group } from "../state/directory.ts";
import { idsInGroup } from "../state/group-members.ts";
import type { Tenant } from "../state/tenant.ts";
import { holdsOneOf, ROLE_ADMINISTRATORS } from "./check-user.ts";

/** What an application needs to change who is in a group that can hold roles, whatever else it was granted. */
const ROLE_MANAGEMENT = "RoleManagement.ReadWrite.Directory";

/**
 * Who is in a group that can hold roles has its roles: to change that takes the permission to manage roles, or for people
 * a role that may, or to own the group. Null for those who may, and for all other groups.
 */
export function checkRoleGroup(tenant: Tenant, caller: Caller, group: Group): Refusal | null {
  if (group.isAssignableToRole !== true) return null;
  const isAllowed =
    caller.kind === "application"
      ? caller.roles.has(ROLE_MANAGEMENT)
      : holdsOneOf(tenant, caller.id, ROLE_ADMINISTRATORS) ||
        idsInGroup(tenant, group.id, "owner").includes(caller.id);
  return isAllowed ? null : refusalOf("insufficientPrivileges");
}
