import { idsInGroup } from "../state/group-members.ts";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Approval } from "../state/approvals.ts";
import type { Tenant } from "../state/tenant.ts";

const PRIVILEGED_ROLE_ADMINISTRATOR = "e8611ab8-c189-46e8-94e1-60213ab1f814";

function usersOf(tenant: Tenant, id: string): readonly string[] {
  const object = tenant.directory.byId(id);
  if (object?.kind === "group") return idsInGroup(tenant, id, "member");
  return object?.kind === "user" ? [object.id] : [];
}

/** Who holds one of the roles that approve where nobody is named, in force at this moment, tenant-wide. */
function activeRoleAdministrators(tenant: Tenant): string[] {
  return [GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR].flatMap((role) =>
    [...tenant.schedules.ofRole("assignment", role).values()]
      .filter((row) => row.isInForce && row.directoryScopeId === "/")
      .flatMap((row) => usersOf(tenant, row.principalId)),
  );
}

/**
 * Who approves activations of a role now, in a fixed order: the users and members of groups that its settings name, or
 * else the Privileged Role Administrators and Global Administrators who are active. Accounts that are disabled do not.
 */
export function approversOf(tenant: Tenant, roleDefinitionId: string): readonly string[] {
  const named = tenant.policies.approval(roleDefinitionId).approverIds;
  const ids =
    named.length === 0 ? activeRoleAdministrators(tenant) : named.flatMap((id) => usersOf(tenant, id));
  return [...new Set(ids)].filter((id) => tenant.directory.user(id)?.accountEnabled === true).toSorted();
}

/** Whether a user may decide about an activation: nobody approves their own. */
export function mayApprove(tenant: Tenant, approval: Approval, userId: string): boolean {
  const { principalId, roleDefinitionId } = approval.write;
  return principalId !== userId && approversOf(tenant, roleDefinitionId).includes(userId);
}

/** The undecided approvals that a user may decide: the requests of `filterByCurrentUser(on='approver')` have their ids. */
export function approvalsFor(tenant: Tenant, userId: string): Approval[] {
  return tenant.approvals.open().filter((approval) => mayApprove(tenant, approval, userId));
}
