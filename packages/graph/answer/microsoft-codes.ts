import type { Verdict } from "@standdown/domain";

/** How one answer of Microsoft Graph is recognised, and what it means. Every condition that is set must hold. */
export type CodeRule = {
  readonly code?: string;
  readonly status?: number;
  readonly message?: RegExp;
  readonly verdict: Verdict;
  /** What it means for a read, where that is something else. */
  readonly onRead?: Verdict;
  readonly advice: string;
};

const REPLICATING =
  "What was made a short while ago is known everywhere only after minutes; if it stays unknown, it is gone.";
const POLICY = "RoleAssignmentRequestPolicyValidationFailed";
const CHECK_REQUEST = "The request is not one that Microsoft accepts; the same one never will be. Report it.";

/**
 * The codes that need more than their HTTP status says, the first match counting. `read` stands where Microsoft's
 * answer was seen to be wrong about what happened, or leaves it open.
 */
export const CODE_RULES: readonly CodeRule[] = [
  {
    code: "RoleAssignmentExists",
    verdict: "read",
    advice:
      "An assignment of this kind is there already; the tenant is read to see whether it is the wanted one.",
  },
  {
    code: "RoleAssignmentDoesNotExist",
    verdict: "read",
    advice: "Also answered to removals that did work; the tenant is read to see whether it is gone.",
  },
  {
    code: "ActiveDurationTooShort",
    verdict: "retryAfter",
    advice:
      "An active assignment must be five minutes old before PIM changes or removes it; it is waited for.",
  },
  {
    code: "PendingRoleAssignmentRequest",
    verdict: "retry",
    advice: "Another request for the same principal and role is open; it must be decided or cancelled first.",
  },
  {
    code: POLICY,
    message: /"ExpirationRule"/,
    verdict: "ask",
    advice:
      "The role's settings allow no assignment this long; shorten it in the plan or change the settings.",
  },
  {
    code: POLICY,
    message: /"JustificationRule"/,
    verdict: "ask",
    advice: "The role's settings want a justification; give one in the plan.",
  },
  {
    code: POLICY,
    message: /"TicketingRule"/,
    verdict: "ask",
    advice: "The role's settings want a ticket; give the change's number and system in the plan.",
  },
  {
    code: POLICY,
    message: /"MfaRule"/,
    verdict: "ask",
    advice:
      "The role's settings want multifactor authentication of whoever assigns; an application has none.",
  },
  {
    code: POLICY,
    message: /"EligibilityRule"/,
    verdict: "never",
    advice: "The principal is not eligible for this role, so it can't be activated.",
  },
  { code: POLICY, verdict: "ask", advice: "The role's settings forbid this; compare them with the plan." },
  {
    code: "RoleAssignmentRequestAcrsValidationFailed",
    verdict: "ask",
    advice: "The role's settings want an authentication context, which an application can't bring.",
  },
  { code: "SubjectNotFound", verdict: "retry", advice: REPLICATING },
  { code: "RoleNotFound", verdict: "retry", advice: REPLICATING },
  { code: "ResourceNotFound", verdict: "retry", advice: REPLICATING },
  {
    message: /role assignment id .* is invalid/i,
    verdict: "retry",
    advice:
      "Either an earlier request is still being worked on, or the group is not one that can hold roles.",
  },
  {
    code: "InvalidRoleAssignmentId",
    verdict: "retry",
    advice:
      "Either an earlier request is still being worked on, or the group is not one that can hold roles.",
  },
  {
    code: "Request_ResourceNotFound",
    verdict: "read",
    onRead: "never",
    advice: "The directory has no such object, or no longer.",
  },
  { code: "InvalidRoleAssignmentRequest", status: 400, verdict: "never", advice: CHECK_REQUEST },
  {
    code: "AadPremiumLicenseRequired",
    verdict: "ask",
    advice:
      "PIM needs Microsoft Entra ID P2 or Microsoft Entra ID Governance; assign a licence to the tenant.",
  },
  {
    code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
    verdict: "ask",
    advice: "Sign-ins and registrations can be read in a tenant with Microsoft Entra ID P1 or P2 only.",
  },
  {
    message: /Groups without IsAssignableToRole/i,
    verdict: "never",
    advice: "Only a group that was created as role-assignable can hold a role; use another group.",
  },
  {
    message: /Removing self from Global Administrator/i,
    verdict: "never",
    advice: "A Global Administrator can't remove itself; somebody else must.",
  },
  {
    code: "Authorization_RequestDenied",
    verdict: "ask",
    advice: "The app registration lacks a permission of the directory; grant it and give admin consent.",
  },
  {
    code: "PermissionScopeNotGranted",
    verdict: "ask",
    advice:
      "The app registration lacks a permission that the message names; grant it and give admin consent.",
  },
  {
    code: "InsufficientPermissions",
    verdict: "ask",
    advice:
      "The app registration may not act on this role or principal; compare its permissions with the README.",
  },
  { code: "InvalidPolicy", verdict: "never", advice: CHECK_REQUEST },
  { code: "InvalidPolicyRule", verdict: "never", advice: CHECK_REQUEST },
  {
    code: "MfaAndAcrsConflict",
    verdict: "ask",
    advice:
      "Multifactor authentication and an authentication context exclude each other; take one away first.",
  },
  {
    code: "UnknownError",
    status: 404,
    verdict: "read",
    advice: "PIM says not found without saying what; the tenant is read to see what is there.",
  },
  {
    code: "Directory_ConcurrencyViolation",
    verdict: "retry",
    advice: "Somebody else wrote to the same object at the same time.",
  },
  { code: "FailedDependency", verdict: "retry", advice: "The request that this one waited for failed." },
  { code: "MissingParameters", verdict: "never", advice: CHECK_REQUEST },
  { code: "Request_UnsupportedQuery", verdict: "never", advice: CHECK_REQUEST },
  {
    status: 403,
    verdict: "ask",
    advice: "The app registration lacks a permission; compare its permissions with the README.",
  },
  {
    status: 408,
    verdict: "read",
    advice: "Something on the way gave up waiting; the tenant is read to see.",
  },
];
