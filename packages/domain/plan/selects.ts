import type { Scope } from "../access.ts";
import { GLOBAL_ADMINISTRATOR, isPrivileged } from "../builtin-roles.ts";
import type { RoleDefinition } from "../inventory.ts";
import type { RoleSelector, Selection } from "./selection.ts";
import type { Principal } from "../principal.ts";

/** True when one of the plan's selectors takes the role. */
export function selectsRole(selection: Selection, role: RoleDefinition): boolean {
  return selection.roles.some((selector) => matchesRole(selector, role));
}

function matchesRole(selector: RoleSelector, role: RoleDefinition): boolean {
  const templateId = role.templateId ?? role.id;
  if (selector.all !== undefined) return templateId !== GLOBAL_ADMINISTRATOR;
  if (selector.id !== undefined) return role.id === selector.id;
  if (selector.templateId !== undefined) return templateId === selector.templateId;
  if (selector.name !== undefined) return role.displayName === selector.name;
  return role.isBuiltIn && isPrivileged(templateId) === selector.privileged;
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
  if (scope.directoryScopeId === "/") return directory;
  if (scope.directoryScopeId?.startsWith("/administrativeUnits/")) return administrativeUnits;
  return applications;
}
