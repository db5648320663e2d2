import { refusalOf } from "../refusal.ts";
import type { Grant } from "../state/schedule.ts";
import { scopeObjectId } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Check } from "./write.ts";
import { isRemoving } from "./write.ts";

/** Whether the directory knows what a scope names. */
export function isKnownScope(tenant: Tenant, grant: Grant): boolean {
  const scopeId = grant.appScopeId ?? grant.directoryScopeId;
  if (scopeId === "/" || tenant.otherScopeIds.has(scopeId ?? "")) return true;
  const objectId = scopeObjectId(scopeId);
  const object = objectId === null ? null : tenant.directory.byId(objectId);
  if (object === null) return false;
  const isUnit = object.kind === "administrativeUnit";
  return isUnit === /^\/administrativeUnits\//iu.test(scopeId ?? "");
}

/**
 * Principal, role and scope must be known. Rows of a principal that is gone can still be removed: the service keeps
 * them for days.
 */
export const checkKnown: Check = (tenant, write) => {
  if (!isRemoving(write) && !tenant.directory.isPrincipal(write.principalId)) {
    return refusalOf("subjectNotFound");
  }
  const role = tenant.roles.get(write.roleDefinitionId);
  if (role === undefined) return refusalOf("roleNotFound");
  if (!isKnownScope(tenant, write)) return refusalOf("resourceNotFound");
  return role.assignmentMode === "systemAssigned" ? refusalOf("invalidRequest") : null;
};
