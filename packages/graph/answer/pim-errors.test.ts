import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Verdict } from "@standdown/domain";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import { classify } from "./classify.ts";

type ErrorRow = {
  readonly code: string;
  readonly httpStatus: number;
  readonly message: string | null;
  readonly surfaces: readonly string[];
};

/** What each known answer means for a write, by code, status and the words that tell two of them apart. */
const VERDICTS: Readonly<Record<string, Verdict>> = {
  "RoleAssignmentExists 400": "read",
  "RoleAssignmentDoesNotExist 404": "read",
  "ActiveDurationTooShort 400": "retryAfter",
  "PendingRoleAssignmentRequest 400": "retry",
  "RoleAssignmentRequestPolicyValidationFailed 400 ExpirationRule": "ask",
  "RoleAssignmentRequestPolicyValidationFailed 400 JustificationRule": "ask",
  "RoleAssignmentRequestPolicyValidationFailed 400 TicketingRule": "ask",
  "RoleAssignmentRequestPolicyValidationFailed 400 MfaRule": "ask",
  "RoleAssignmentRequestPolicyValidationFailed 400 EligibilityRule": "never",
  "RoleAssignmentRequestAcrsValidationFailed 400": "ask",
  "SubjectNotFound 404": "retry",
  "RoleNotFound 404": "retry",
  "ResourceNotFound 404": "retry",
  "Request_ResourceNotFound 404": "read",
  "InvalidRoleAssignmentRequest 400": "never",
  "InvalidRoleAssignmentRequestSchedule 400": "never",
  "InvalidRoleAssignmentId 400": "retry",
  "AadPremiumLicenseRequired 400": "ask",
  "Request_BadRequest 400 IsAssignableToRole": "never",
  "Request_BadRequest 400 Removing self": "never",
  "(unverified: last Global Administrator) 400": "never",
  "(unverified: service principal eligible) 400": "never",
  "Authorization_RequestDenied 403": "ask",
  "PermissionScopeNotGranted 403": "ask",
  "InsufficientPermissions 403": "ask",
  "InvalidPolicy 400": "never",
  "InvalidPolicyRule 400": "never",
  "MfaAndAcrsConflict 400": "ask",
  "InputPolicyNotFound 404": "never",
  "TooManyRequests 429": "retry",
  "UnknownError 404": "read",
  "UnknownError 500": "read",
  "InternalServerError 500": "read",
  "serviceNotAvailable 503": "read",
  "GatewayTimeout 504": "read",
  "Directory_ConcurrencyViolation 409": "retry",
  "InvalidAuthenticationToken 401": "ask",
  "(claims challenge) 401": "ask",
  "FailedDependency 424": "retry",
  "BadRequest 400 batch payload": "never",
  "BadRequest 400 Invalid property": "never",
  "MissingParameters 400": "never",
  "Request_UnsupportedQuery 400": "never",
  "JustificationRuleViolated 400": "never",
  "TicketingRuleViolated 400": "never",
  "StartTimeInPast 400": "never",
  "InvalidStartDateTime 400": "never",
  "MaximumDurationExceeded 400": "never",
  "ConcurrentActivationInProgress 400": "never",
  "EligibilityNotFound 400": "never",
  "InvalidScope 400": "never",
  "RoleAssignmentApprovalRequired 400": "never",
};

describeWithSharedData("what each known answer of Microsoft Graph means", (folder) => {
  const { errors }: { readonly errors: readonly ErrorRow[] } = JSON.parse(
    readFileSync(join(folder, "pim-errors.json"), "utf8"),
  );
  const refusals = errors.filter(({ surfaces, httpStatus }) => isOfGraph(surfaces) && httpStatus >= 300);

  test.each(refusals.map((row) => [keysOf(row), row] as const))("%s has its verdict", (keys, row) => {
    expect(keys).toHaveLength(1);
    const problem = classify(refusalOf(row));
    expect(problem.verdict).toBe(VERDICTS[keys[0] ?? ""]);
    expect(problem.advice).not.toBe("");
    expect(problem.status).toBe(row.httpStatus);
  });

  test("every verdict belongs to a known answer", () => {
    expect(refusals.flatMap(keysOf).toSorted()).toEqual(Object.keys(VERDICTS).toSorted());
  });

  test("no read of a known answer is told to find out by reading", () => {
    const verdicts = refusals.map((row) => classify({ ...refusalOf(row), effect: "read" }).verdict);
    expect(verdicts).not.toContain("read");
  });
});

function isOfGraph(surfaces: readonly string[]): boolean {
  return surfaces.some((surface) => surface.startsWith("graph"));
}

function keysOf({ code, httpStatus, message }: ErrorRow): readonly string[] {
  return Object.keys(VERDICTS).filter((key) => {
    const start = `${code} ${httpStatus}`;
    return (
      key === start || (key.startsWith(`${start} `) && (message ?? "").includes(key.slice(start.length + 1)))
    );
  });
}

function refusalOf({ code, httpStatus, message }: ErrorRow): Parameters<typeof classify>[0] {
  const isCode = /^\w+$/.test(code);
  return {
    effect: "write",
    status: httpStatus,
    header: () => null,
    // What is not known of an answer, it says all the same: its error has some code and some message.
    body: { error: { code: isCode ? code : "NotKnown", message: message ?? "" } },
    clientRequestId: "ours",
    receivedAt: new Date(0),
  };
}
