import { ACCESS_IDS, accessRoleId } from "./group-access.ts";
import { SIDES } from "./sides.ts";
import type { Tenant } from "./tenant.ts";

const ROWS_OF_DELETED_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Deletes a user, group or service principal. PIM keeps its rows for some days; the directory's own list of role
 * assignments does not. Who was in a group that is deleted is in it no more. False when there is none.
 */
export function deletePrincipal(tenant: Tenant, id: string): boolean {
  if (!tenant.directory.isPrincipal(id)) return false;
  const now = tenant.settle();
  tenant.watchdog.forgetPrincipal(id);
  tenant.directory.remove(id);
  tenant.later(now + ROWS_OF_DELETED_KEPT_MS, (at) => purge(tenant, id, at));
  for (const role of ACCESS_IDS.map((accessId) => accessRoleId(id, accessId))) {
    for (const side of SIDES) {
      const rowIds = [...tenant.schedules.ofRole(side, role).values()].map((row) => row.id);
      for (const rowId of rowIds) tenant.schedules.remove(side, rowId, now);
    }
  }
  return true;
}

function purge(tenant: Tenant, principalId: string, at: number): void {
  for (const side of SIDES) {
    const ids = [...tenant.schedules.ofPrincipal(side, principalId).keys()];
    for (const id of ids) tenant.schedules.remove(side, id, at);
  }
}
