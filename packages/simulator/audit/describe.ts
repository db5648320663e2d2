import type { Actor } from "../state/actor.ts";
import { personInPortal } from "../state/actor.ts";
import type { AuditInitiator, AuditTarget } from "../state/audit-log.ts";
import type { Tenant } from "../state/tenant.ts";

/** Who acts, by name. */
export function initiatorOf(tenant: Tenant, actor: Actor): AuditInitiator {
  const object = tenant.directory.byId(actor.id);
  if (actor.kind === "user") {
    return {
      kind: "user",
      id: actor.id,
      displayName: object?.displayName ?? null,
      userPrincipalName: object?.kind === "user" ? object.userPrincipalName : null,
    };
  }
  return {
    kind: "app",
    appId: actor.appId,
    displayName: actor.kind === "service" ? "MS-PIM" : (object?.displayName ?? ""),
    servicePrincipalId: actor.id,
  };
}

/** Whoever is in the directory under an id. */
export function actorOf(tenant: Tenant, id: string): Actor {
  const object = tenant.directory.byId(id);
  return object?.kind === "servicePrincipal"
    ? { kind: "application", id, appId: object.appId, roles: new Set() }
    : personInPortal(id);
}

/** A principal as what an entry is about. */
export function principalTarget(tenant: Tenant, id: string): AuditTarget {
  const object = tenant.directory.byId(id);
  if (object?.kind === "user") {
    const { displayName, userPrincipalName } = object;
    return { type: "User", id, displayName, userPrincipalName };
  }
  const type = object?.kind === "group" ? "Group" : "ServicePrincipal";
  return { type: object === null ? "Other" : type, id, displayName: object?.displayName ?? null };
}

/** A role as what an entry is about. */
export function roleTarget(tenant: Tenant, roleDefinitionId: string): AuditTarget {
  const displayName = tenant.roles.get(roleDefinitionId)?.displayName ?? null;
  return { type: "Role", id: roleDefinitionId, displayName };
}
