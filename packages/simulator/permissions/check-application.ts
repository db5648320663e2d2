import type { Refusal } from "../refusal.ts";
import { permissionRefusal, refusalOf } from "../refusal.ts";
import type { PermissionSet } from "./sets.ts";

/** Paths that belong to PIM: refusals of their own, and a licence. */
const PIM = /\/(?:role(?:Assignment|Eligibility)Schedule|roleManagementPolic|privilegedAccess\/group)/iu;

/** Whether a path belongs to PIM. */
export function isPimPath(path: string): boolean {
  return PIM.test(path);
}

/** What a missing permission is answered with: PIM names what it accepts, the directory does not. */
export function missingPermission(permissions: PermissionSet, path: string): Refusal {
  return isPimPath(path)
    ? permissionRefusal([...permissions.least, ...permissions.also])
    : refusalOf("insufficientPrivileges");
}

/** What an application may of a call: all of it, only removing, or nothing. */
export function allowedTo(
  permissions: PermissionSet,
  roles: ReadonlySet<string>,
): "all" | "onlyRemove" | "nothing" {
  const has = (names: readonly string[]): boolean => names.some((name) => roles.has(name));
  if (has(permissions.least) || has(permissions.also)) return "all";
  return has(permissions.onlyRemove ?? []) ? "onlyRemove" : "nothing";
}
