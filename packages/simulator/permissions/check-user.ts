import { BUILT_IN_ROLES } from "../builtin-roles.ts";
import { groupIdsOf } from "../state/group-members.ts";
import type { Tenant } from "../state/tenant.ts";

function rolesNamed(names: readonly string[]): ReadonlySet<string> {
  return new Set(BUILT_IN_ROLES.filter((role) => names.includes(role.displayName)).map((role) => role.id));
}

const ADMINISTRATORS = ["Global Administrator", "Privileged Role Administrator"];
const READERS = ["Global Reader", "Security Administrator", "Security Operator", "Security Reader"];

/** Who may change roles and their settings. */
export const ROLE_ADMINISTRATORS = rolesNamed(ADMINISTRATORS);

/** Who may list what others hold. Source: Microsoft's pages on the lists of schedules. */
export const ROLE_READERS = rolesNamed([...ADMINISTRATORS, ...READERS]);

function groupsOf(tenant: Tenant, accountId: string): readonly string[] {
  return groupIdsOf(tenant, accountId).filter((id) => {
    const group = tenant.directory.byId(id);
    return group?.kind === "group" && group.isAssignableToRole;
  });
}

/** Whether a user or an application holds one of the roles tenant-wide at this moment, by themselves or through a group. */
export function holdsOneOf(tenant: Tenant, accountId: string, roleIds: ReadonlySet<string>): boolean {
  return [accountId, ...groupsOf(tenant, accountId)].some((principalId) =>
    [...tenant.schedules.ofPrincipal("assignment", principalId).values()].some(
      (row) => row.isInForce && row.directoryScopeId === "/" && roleIds.has(row.roleDefinitionId),
    ),
  );
}
