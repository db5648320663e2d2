import type { Scope } from "../access.ts";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { RoleDefinition } from "../inventory.ts";
import type { RoleSelector, Selection } from "./selection.ts";
import type { Principal } from "../principal.ts";
import { isPrivilegedRole, tierOf } from "../role-tier.ts";

/** True when one of the plan's selectors takes the role; what cannot be told is not taken. */
export function selectsRole(selection: Selection, role: RoleDefinition): boolean {
  return selection.roles.some((selector) => takesRole(selector, role) === true);
}

/** Whether a selector takes the role; null where it asks for the privileged mark or a tier, and nobody knows it. */
export function takesRole(selector: RoleSelector, role: RoleDefinition): boolean | null {
  const templateId = role.templateId ?? role.id;
  if (selector.all !== undefined) return templateId !== GLOBAL_ADMINISTRATOR;
  if (selector.id !== undefined) return role.id === selector.id;
  if (selector.templateId !== undefined) return templateId === selector.templateId;
  if (selector.name !== undefined) return role.displayName === selector.name;
  if (selector.tier !== undefined) {
    const tier = tierOf(role);
    return tier === null ? null : tier === selector.tier;
  }
  const isPrivileged = isPrivilegedRole(role);
  return isPrivileged === null ? null : isPrivileged === selector.privileged;
}

/**
 * True when the plan takes the principal: everything that it says must hold. `include` names the only ones, `exclude`
 * wins over everything, and departments and countries are of users: a group has none, so it is not taken where they are
 * named. `members` are those of the groups that the plan names.
 */
export function selectsPrincipal(
  selection: Selection,
  principal: Principal,
  members: ReadonlySet<string>,
): boolean {
  const { types, departments, countries, groups, include, exclude } = selection.principals ?? {};
  if (exclude?.includes(principal.id)) return false;
  if (include !== undefined && !include.includes(principal.id)) return false;
  if (types !== undefined && !types.some((type) => type === principal.type)) return false;
  if (groups !== undefined && !members.has(principal.id)) return false;
  return isOneOf(principal.department, departments) && isOneOf(principal.country, countries);
}

function isOneOf(text: string | null, texts: readonly string[] | undefined): boolean {
  return texts === undefined || (text !== null && texts.includes(text));
}

/** True when the plan takes assignments at this kind of scope; what it does not mention it takes. */
export function selectsScope(selection: Selection, scope: Scope): boolean {
  const { directory = true, administrativeUnits = true, applications = true } = selection.scopes ?? {};
  switch (scopeKind(scope)) {
    case "directory":
      return directory;
    case "administrativeUnit":
      return administrativeUnits;
    case "application":
      return applications;
  }
}

/** What a role is limited to: nothing, a part of the directory, or one application (or another single object). */
export function scopeKind({ directoryScopeId }: Scope): "directory" | "administrativeUnit" | "application" {
  if (directoryScopeId === "/") return "directory";
  return directoryScopeId?.startsWith("/administrativeUnits/") === true
    ? "administrativeUnit"
    : "application";
}
