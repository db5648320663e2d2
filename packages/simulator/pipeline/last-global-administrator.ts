import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { Schedule } from "../state/schedule.ts";
import { grantKey } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { findTarget } from "./existing.ts";
import type { Check } from "./write.ts";
import { isRemoving } from "./write.ts";

/**
 * Whether a row is what keeps the tenant administered: the last active Global Administrator, or an eligible one while
 * no active one is left.
 */
export function isLastGlobalAdministrator(tenant: Tenant, row: Schedule): boolean {
  if (row.roleDefinitionId !== GLOBAL_ADMINISTRATOR || row.directoryScopeId !== "/") return false;
  const active = tenant.activeGlobalAdministrators();
  return row.side === "eligibility" ? active.length === 0 : active.every((other) => other.id === row.id);
}

/** How it is refused to take such a row away. */
export function lastGlobalAdministratorRefusal(tenant: Tenant, row: Schedule): Refusal {
  const isOther = tenant.quirks.strikes("otherRefusalCodes", grantKey(row));
  return refusalOf(isOther ? "unseen" : "lastGlobalAdministrator");
}

/** The tenant is never left without an active Global Administrator. */
export const checkLastGlobalAdministrator: Check = (tenant, write) => {
  const target = isRemoving(write) ? findTarget(tenant, write) : null;
  return target !== null && isLastGlobalAdministrator(tenant, target)
    ? lastGlobalAdministratorRefusal(tenant, target)
    : null;
};
