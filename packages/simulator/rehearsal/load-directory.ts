import type { DirectoryObject } from "../state/directory.ts";
import { PLAIN_GROUP, PLAIN_USER } from "../state/plain-objects.ts";
import { scopeObjectId } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Inventory, InventoryPrincipal } from "./inventory.ts";

function objectOf(principal: InventoryPrincipal, createdAt: number): DirectoryObject {
  const { id, accountEnabled, onPremisesSyncEnabled } = principal;
  switch (principal.type) {
    case "user":
      return {
        ...PLAIN_USER,
        id,
        displayName: principal.displayName,
        userPrincipalName: principal.userPrincipalName,
        department: principal.department,
        accountEnabled,
        userType: principal.userType,
        onPremisesSyncEnabled,
        externalUserState: principal.userType === "Guest" ? "Accepted" : null,
        createdAt,
      };
    case "group":
      return {
        ...PLAIN_GROUP,
        id,
        displayName: principal.displayName,
        description: "",
        mailNickname: id,
        isAssignableToRole: principal.isAssignableToRole,
        onPremisesSyncEnabled,
        createdAt,
      };
    case "servicePrincipal":
      return {
        kind: "servicePrincipal",
        id,
        appId: principal.appId,
        displayName: principal.displayName,
        accountEnabled,
        servicePrincipalType: "Application",
      };
    case "unknown":
      return { kind: "directoryObject", id, displayName: principal.displayName };
  }
}

/**
 * Fills the directory from an inventory. It has no registrations of applications: whatever a row is limited to that is
 * no principal and no administrative unit becomes one.
 */
export function loadDirectory(tenant: Tenant, inventory: Inventory, createdAt: number): void {
  const { directory } = tenant;
  for (const principal of inventory.principals) directory.put(objectOf(principal, createdAt));
  for (const { id, displayName } of inventory.administrativeUnits) {
    directory.put({ kind: "administrativeUnit", id, displayName, description: "", memberIds: [] });
  }
  for (const rows of [inventory.assignments, inventory.roleAssignments, inventory.eligibilities]) {
    for (const { directoryScopeId, appScopeId } of rows) {
      if (appScopeId !== null) tenant.otherScopeIds.add(appScopeId);
      const id = scopeObjectId(directoryScopeId)?.toLowerCase() ?? null;
      const isUnit = directoryScopeId?.startsWith("/administrativeUnits/") === true;
      if (id === null || isUnit || directory.byId(id) !== null) continue;
      directory.put({ kind: "application", id, appId: id, displayName: `Application ${id}` });
    }
  }
}
