import type { Scope } from "../access.ts";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { RoleDefinition } from "../inventory.ts";
import type { RoleSelector, Selection } from "./selection.ts";
import type { Principal } from "../principal.ts";
import { isPrivilegedRole } from "../role-tier.ts";

/** True when one of the plan's selectors takes the role. */
export function selectsRole(selection: Selection, role: RoleDefinition): boolean {
  return selection.roles.some((selector) => matchesRole(selector, role));
}

/** True when a selector takes the role. A role of which nobody knows whether it is privileged is neither. */
export function matchesRole(selector: RoleSelector, role: RoleDefinition): boolean {
  const templateId = role.templateId ?? role.id;
  if (selector.all !== undefined) return templateId !== GLOBAL_ADMINISTRATOR;
  if (selector.id !== undefined) return role.id === selector.id;
  if (selector.templateId !== undefined) return templateId === selector.templateId;
  if (selector.name !== undefined) return role.displayName === selector.name;
  return isPrivilegedRole(role) === selector.privileged;
}

/**
 * True when the plan takes the principal. `include` names the only ones, `exclude` wins over everything, and
 * departments are of users: a group has none, so it is not taken where departments are named.
 */
export function selectsPrincipal(selection: Selection, principal: Principal): boolean {
  const { types, departments, include, exclude } = selection.principals ?? {};
  if (exclude?.includes(principal.id)) return false;
  if (include !== undefined && !include.includes(principal.id)) return false;
  if (types !== undefined && !types.some((type) => type === principal.type)) return false;
  if (departments === undefined) return true;
  return principal.department !== null && departments.includes(principal.department);
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
