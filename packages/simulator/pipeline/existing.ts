import { refusalOf } from "../refusal.ts";
import type { Schedule } from "../state/schedule.ts";
import { isSameGrant } from "../state/schedule.ts";
import { isEligibleSide } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Check, Write } from "./write.ts";

/**
 * The row that a request is about: on the active side the assigned one (when a user turns it on or off, the activation),
 * on the eligible side the eligibility, of exactly the same principal, role and scope.
 */
export function findTarget(tenant: Tenant, write: Write): Schedule | null {
  const isActivation = write.action === "selfActivate" || write.action === "selfDeactivate";
  const wantedType = isActivation ? "Activated" : "Assigned";
  const rows = tenant.schedules.ofPrincipalInRole(write.side, write.principalId, write.roleDefinitionId);
  return (
    rows.find(
      (row) =>
        isSameGrant(row, write) &&
        (isEligibleSide(row.side) || row.assignmentType === wantedType) &&
        isKnownToPim(row),
    ) ?? null
  );
}

/** What comes through a group belongs to the group, and what PIM does not list it does not know. */
function isKnownToPim(row: Schedule): boolean {
  return row.memberType === "Direct" && row.listing !== "roleAssignmentsOnly";
}

/** Another request for the same that waits for its start, or to take effect. */
export const checkPending: Check = (tenant, write) =>
  tenant.requests.hasPending(write.side, write, write.receivedAt) ? refusalOf("pendingRequest") : null;

/** What is to be made must not be there; what is to be changed or removed must. */
export const checkExisting: Check = (tenant, write) => {
  const isThere = findTarget(tenant, write) !== null;
  switch (write.action) {
    case "adminAssign":
    case "selfActivate":
      return isThere ? refusalOf("roleAssignmentExists") : null;
    case "adminUpdate":
    case "adminRemove":
    case "adminExtend":
    case "selfDeactivate":
    case "selfExtend":
      return isThere ? null : refusalOf("roleAssignmentDoesNotExist");
    case "adminRenew":
    case "selfRenew":
      return isThere ? refusalOf("roleAssignmentExists") : null;
  }
};
