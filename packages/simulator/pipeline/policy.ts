import { parseDuration } from "../duration.ts";
import { authenticationContextRefusal, policyRefusal, refusalOf } from "../refusal.ts";
import { grantKey, isSameGrant } from "../state/schedule.ts";
import { eligibleSideOf, isEligibleSide } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Check, Write } from "./write.ts";
import { isRemoving } from "./write.ts";

function ruleSuffix(write: Write): string {
  if (write.action === "selfActivate") return "EndUser_Assignment";
  return isEligibleSide(write.side) ? "Admin_Eligibility" : "Admin_Assignment";
}

function failsExpiration(tenant: Tenant, write: Write): boolean {
  const rule = tenant.policies.expiration(write.roleDefinitionId, ruleSuffix(write));
  if (rule === null || write.time === null) return false;
  const { startAt, endAt } = write.time;
  const { maximumDuration } = rule;
  const limitMs = maximumDuration === null ? Infinity : (parseDuration(maximumDuration) ?? 0);
  const isTooLong = endAt !== null && endAt - startAt > limitMs;
  if (rule.isExpirationRequired) return endAt === null || isTooLong;
  return isTooLong && tenant.quirks.strikes("longTimeRefused", grantKey(write));
}

/** Whether the principal is eligible, at this moment, for what is to be activated. */
export function holdsEligibility(tenant: Tenant, write: Write): boolean {
  return tenant.schedules
    .ofPrincipalInRole(eligibleSideOf(write.side), write.principalId, write.roleDefinitionId)
    .some((row) => row.isInForce && isSameGrant(row, write));
}

/** The role's settings: every rule that fails is named. Removals are not asked for anything. */
export const checkPolicy: Check = (tenant, write) => {
  if (isRemoving(write)) return null;
  const enabled = tenant.policies.enabledRules(write.roleDefinitionId, ruleSuffix(write));
  const failed: string[] = [];
  if (write.action === "selfActivate" && !holdsEligibility(tenant, write)) failed.push("EligibilityRule");
  if (failsExpiration(tenant, write)) failed.push("ExpirationRule");
  if (enabled.includes("Justification") && (write.justification ?? "").trim() === "") {
    failed.push("JustificationRule");
  }
  if (enabled.includes("Ticketing") && (write.ticketNumber === null || write.ticketSystem === null)) {
    failed.push("TicketingRule");
  }
  // An application has no session in which a second factor could have been shown.
  const lacksMfa = write.caller.kind === "user" && !write.caller.isMfa;
  if (enabled.includes("MultiFactorAuthentication") && lacksMfa) failed.push("MfaRule");
  return failed.length === 0 ? null : policyRefusal(failed);
};

/**
 * An activation may need a session that satisfied an authentication context. Whether the service looks at it before the
 * other rules or after them is not known.
 */
export const checkAuthenticationContext: Check = (tenant, write) => {
  if (write.action !== "selfActivate" || write.caller.kind !== "user") return null;
  const claimValue = tenant.policies.authenticationContext(write.roleDefinitionId);
  return claimValue === null || write.caller.acrs.includes(claimValue)
    ? null
    : authenticationContextRefusal(claimValue);
};

/** What only a signed-in user can do for themselves; an application has no self in PIM. */
export const checkCaller: Check = (_tenant, write) =>
  write.action.startsWith("self") && write.caller.kind === "application" ? refusalOf("invalidRequest") : null;
