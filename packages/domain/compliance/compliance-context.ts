import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { RoleDefinition, TenantFacts } from "../inventory.ts";
import { isPrivilegedRole } from "../role-tier.ts";
import type { ConditionalAccessPolicy, GroupMembers } from "../tenant-settings.ts";

/** What the checks depend on besides people and what they hold: small for a tenant of any size. */
export type ComplianceContext = {
  readonly roles: ReadonlyMap<string, RoleDefinition>;
  readonly groups: ReadonlyMap<string, GroupMembers>;
  /** Ids of whoever is a direct member of one of the groups. */
  readonly memberIds: ReadonlySet<string>;
  readonly conditionalAccessPolicies: readonly ConditionalAccessPolicy[];
  /** Declared by whoever asks; two of the checks look for such accounts by themselves and do not use it. */
  readonly emergencyAccess: ReadonlySet<string>;
};

/** Puts it together. */
export function complianceContext(facts: TenantFacts, emergencyAccess: readonly string[]): ComplianceContext {
  return {
    roles: new Map(facts.roles.map((role) => [role.id, role])),
    groups: new Map(facts.groupMembers.map((group) => [group.id, group])),
    memberIds: new Set(
      facts.groupMembers.flatMap((group) => [
        ...group.userIds,
        ...group.groupIds,
        ...group.servicePrincipalIds,
      ]),
    ),
    conditionalAccessPolicies: facts.conditionalAccessPolicies,
    emergencyAccess: new Set(emergencyAccess),
  };
}

/** Whether a role counts as privileged; null where the tenant does not say it, or does not list the role. */
export function isPrivilegedIn({ roles }: ComplianceContext, roleDefinitionId: string): boolean | null {
  const role = roles.get(roleDefinitionId);
  return role === undefined ? null : isPrivilegedRole(role);
}

/** The id that a built-in role has in every tenant. */
export function templateIdIn({ roles }: ComplianceContext, roleDefinitionId: string): string {
  return roles.get(roleDefinitionId)?.templateId ?? roleDefinitionId;
}

/** Whether it is the role of Global Administrator. */
export function isGlobalAdministrator(context: ComplianceContext, roleDefinitionId: string): boolean {
  return templateIdIn(context, roleDefinitionId) === GLOBAL_ADMINISTRATOR;
}
