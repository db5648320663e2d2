import { grantKey } from "../state/schedule.ts";
import { isEligibleSide, isOfGroups } from "../state/sides.ts";
import type { Check, Write } from "./write.ts";
import type { Tenant } from "../state/tenant.ts";

/** Service principals and managed identities cannot be eligible. The code of the refusal is not documented. */
export const checkPrincipalKind: Check = (tenant, write) => {
  const isAccountOfApplication = tenant.directory.byId(write.principalId)?.kind === "servicePrincipal";
  if (!isEligibleSide(write.side) || !isAccountOfApplication || write.action !== "adminAssign") return null;
  return {
    status: 400,
    code: "InvalidRoleAssignmentRequest",
    message: "The role assignment request is invalid. Service principals cannot be made eligible.",
  };
};

/** A group that cannot hold roles: PIM takes the request, and nothing follows. */
export function neverProvisions(tenant: Tenant, write: Write): boolean {
  if (write.action !== "adminAssign") return false;
  const principal = tenant.directory.byId(write.principalId);
  if (!isOfGroups(write.side) && principal?.kind === "group" && !principal.isAssignableToRole) return true;
  return isEligibleSide(write.side) && tenant.quirks.strikes("grantNeverProvisions", grantKey(write));
}
