import { parseDuration } from "../duration.ts";
import { policyRefusal, refusalOf } from "../refusal.ts";
import { grantKey, isSameGrant } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Check, Write } from "./write.ts";
import { isRemoving } from "./write.ts";

function ruleSuffix(write: Write): string {
  if (write.action.startsWith("self")) return "EndUser_Assignment";
  return write.side === "eligibility" ? "Admin_Eligibility" : "Admin_Assignment";
}

function failsExpiration(tenant: Tenant, write: Write): boolean {
  const rule = tenant.policies.expiration(write.roleDefinitionId, ruleSuffix(write));
  if (rule === null || write.time === null) return false;
  const { startAt, endAt } = write.time;
  const isTooLong = endAt !== null && endAt - startAt > (parseDuration(rule.maximumDuration) ?? 0);
  if (rule.isExpirationRequired) return endAt === null || isTooLong;
  return isTooLong && tenant.quirks.strikes("longTimeRefused", grantKey(write));
}

function holdsEligibility(tenant: Tenant, write: Write): boolean {
  return tenant.schedules
    .ofPrincipalInRole("eligibility", write.principalId, write.roleDefinitionId)
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
  return failed.length === 0 ? null : policyRefusal(failed);
};

/** What only a signed-in user can do for themselves; an application has no self in PIM. */
export const checkCaller: Check = (_tenant, write) =>
  write.action.startsWith("self") && write.caller.kind === "application" ? refusalOf("invalidRequest") : null;
