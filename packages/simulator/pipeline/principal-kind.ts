import { refusalOf } from "../refusal.ts";
import { grantKey } from "../state/schedule.ts";
import { isEligibleSide, isOfGroups } from "../state/sides.ts";
import type { Check, Write } from "./write.ts";
import type { Tenant } from "../state/tenant.ts";

/**
 * Groups that cannot hold roles are refused, where they are not taken and forgotten; service principals and managed
 * identities cannot be eligible. The code of the latter refusal is not documented.
 */
export const checkPrincipalKind: Check = (tenant, write) => {
  if (write.action !== "adminAssign") return null;
  const principal = tenant.directory.byId(write.principalId);
  if (!isOfGroups(write.side) && principal?.kind === "group" && !principal.isAssignableToRole) {
    const isForgotten = tenant.quirks.strikes("groupGrantNeverProvisions", grantKey(write));
    return isForgotten ? null : refusalOf("groupNotAssignable");
  }
  if (!isEligibleSide(write.side) || principal?.kind !== "servicePrincipal") return null;
  if (tenant.quirks.strikes("otherRefusalCodes", grantKey(write))) return refusalOf("unseen");
  return {
    status: 400,
    code: "InvalidRoleAssignmentRequest",
    message: "The role assignment request is invalid. Service principals cannot be made eligible.",
  };
};

/** Whether PIM takes a request that passed all checks, and nothing follows. */
export function neverProvisions(tenant: Tenant, write: Write): boolean {
  if (write.action !== "adminAssign") return false;
  const principal = tenant.directory.byId(write.principalId);
  if (!isOfGroups(write.side) && principal?.kind === "group" && !principal.isAssignableToRole) return true;
  return isEligibleSide(write.side) && tenant.quirks.strikes("grantNeverProvisions", grantKey(write));
}
