import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { GroupAccess } from "../state/group-access.ts";
import { accessOfRole } from "../state/group-access.ts";
import type { Grant } from "../state/schedule.ts";
import { scopeObjectId } from "../state/schedule.ts";
import { isOfGroups } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import { canBeOnboarded } from "./onboard.ts";
import type { Check, Write } from "./write.ts";
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
 * A group must be known and such that PIM can take it in. Nothing says which code refuses the others, nor a group as
 * an owner, nor one inside a group that can hold roles.
 */
function checkGroup(tenant: Tenant, write: Write, access: GroupAccess): Refusal | null {
  const group = tenant.directory.byId(access.groupId);
  if (group?.kind !== "group") return refusalOf("resourceNotFound");
  const isNested = tenant.directory.byId(write.principalId)?.kind === "group";
  const isWrongKind = isNested && (access.accessId === "owner" || group.isAssignableToRole);
  return !canBeOnboarded(group) || isWrongKind ? refusalOf("invalidRequest") : null;
}

/**
 * Principal, role and scope must be known. Rows of a principal that is gone can still be removed: the service keeps
 * them for days.
 */
export const checkKnown: Check = (tenant, write) => {
  const isNew = (id: string | null): boolean => id !== null && tenant.isUnknownNew("newUnknownToPim", id);
  const isPrincipal = tenant.directory.isPrincipal(write.principalId) && !isNew(write.principalId);
  if (!isRemoving(write) && !isPrincipal) return refusalOf("subjectNotFound");
  const access = isOfGroups(write.side) ? accessOfRole(write.roleDefinitionId) : null;
  if (access !== null) return checkGroup(tenant, write, access);
  const role = tenant.roles.get(write.roleDefinitionId);
  if (role === null || isNew(role.id)) return refusalOf("roleNotFound");
  const scopeId = scopeObjectId(write.appScopeId ?? write.directoryScopeId);
  if (!isKnownScope(tenant, write) || isNew(scopeId)) return refusalOf("resourceNotFound");
  return role.assignmentMode === "systemAssigned" ? refusalOf("invalidRequest") : null;
};
