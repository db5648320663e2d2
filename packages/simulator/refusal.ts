/** An answer that is no success: status, code and message as the service gives them. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A value, or why there is none. */
export type Outcome<T> =
  | { readonly isOk: true; readonly value: T }
  | { readonly isOk: false; readonly refusal: Refusal };

/** The outcome that has a value. */
export function accepted<T>(value: T): Outcome<T> {
  return { isOk: true, value };
}

/** The outcome that has none. */
export function refused(refusal: Refusal): Outcome<never> {
  return { isOk: false, refusal };
}

/** The refusals whose text never changes. Codes, texts and status as seen in Microsoft's pages and by its users. */
const FIXED = {
  roleAssignmentExists: [400, "RoleAssignmentExists", "The Role assignment already exists."],
  roleAssignmentDoesNotExist: [404, "RoleAssignmentDoesNotExist", "The Role assignment does not exist."],
  // The misspelling is the service's own.
  activeDurationTooShort: [
    400,
    "ActiveDurationTooShort",
    "The Active duration is too short. Miniumum Required is 5 minutes.",
  ],
  pendingRequest: [
    400,
    "PendingRoleAssignmentRequest",
    "There is already an existing pending Role assignment request.",
  ],
  subjectNotFound: [404, "SubjectNotFound", "The subject is not found."],
  roleNotFound: [404, "RoleNotFound", "The role is not found."],
  resourceNotFound: [404, "ResourceNotFound", "The resource is not found."],
  invalidRequest: [400, "InvalidRoleAssignmentRequest", "The role assignment request is invalid."],
  invalidSchedule: [
    400,
    "InvalidRoleAssignmentRequestSchedule",
    "The role assignment request schedule is invalid.",
  ],
  licenceRequired: [
    400,
    "AadPremiumLicenseRequired",
    "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.",
  ],
  groupNotAssignable: [
    400,
    "Request_BadRequest",
    "Groups without IsAssignableToRole property set cannot be assigned to roles.",
  ],
  conflictingObject: [
    400,
    "Request_BadRequest",
    "A conflicting object with one or more of the specified property values is present in the directory.",
  ],
  /** What nobody has seen: it stands for the codes that are not known. */
  unseen: [400, "RequestNotPermitted", "The request is not permitted."],
  /** The code for this one is not known for sure; a client must not depend on it. */
  lastGlobalAdministrator: [
    400,
    "Request_BadRequest",
    "The last active Global Administrator assignment cannot be removed.",
  ],
  selfRemoval: [
    400,
    "Request_BadRequest",
    "Removing self from Global Administrator built-in role is not allowed.",
  ],
  applicationHasNoSelf: [400, "BadRequest", "/me request is only valid with delegated authentication flow."],
  insufficientPrivileges: [
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  ],
  insufficientPermissions: [
    403,
    "InsufficientPermissions",
    "The caller does not have the permissions needed for the operation.",
  ],
  invalidToken: [401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid."],
  missingToken: [401, "InvalidAuthenticationToken", "Access token is empty."],
  unknownError: [404, "UnknownError", ""],
  policyNotFound: [404, "InputPolicyNotFound", "The policy is not found."],
  invalidPolicy: [400, "InvalidPolicy", "The policy is invalid."],
  mfaAndAcrsConflict: [
    400,
    "MfaAndAcrsConflict",
    "MFA and ACRS policy settings cannot be enabled at the same time.",
  ],
  invalidPolicyRule: [400, "InvalidPolicyRule", "The policy rule is invalid."],
  invalidBatch: [400, "BadRequest", "Invalid batch payload format."],
  tooManyRequests: [429, "TooManyRequests", "Please retry again later."],
  internalServerError: [500, "InternalServerError", "An internal server error has occurred."],
  badGateway: [502, "BadGateway", ""],
  serviceNotAvailable: [503, "serviceNotAvailable", ""],
  gatewayTimeout: [504, "GatewayTimeout", ""],
  failedDependency: [424, "FailedDependency", "A request that this one depends on has failed."],
} as const satisfies Record<string, readonly [status: number, code: string, message: string]>;

/** Names of the refusals whose text never changes. */
export type FixedRefusal = keyof typeof FIXED;

/** One of the refusals whose text never changes. */
export function refusalOf(name: FixedRefusal): Refusal {
  const [status, code, message] = FIXED[name];
  return { status, code, message };
}

/** A request that is malformed in its own way. */
export function badRequest(message: string): Refusal {
  return { status: 400, code: "BadRequest", message };
}

/** A list that is only given for what a filter names, for example `GroupId or PrincipalId`. */
export function missingParameters(names: string): Refusal {
  return {
    status: 400,
    code: "MissingParameters",
    message: `The required parameters ${names} is missing.`,
  };
}

/** An object that the directory does not know. */
export function objectNotFound(id: string): Refusal {
  return {
    status: 404,
    code: "Request_ResourceNotFound",
    message: `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  };
}

/** A write that the role's settings do not allow; `rules` as the service names them, for example `ExpirationRule`. */
export function policyRefusal(rules: readonly string[]): Refusal {
  return {
    status: 400,
    code: "RoleAssignmentRequestPolicyValidationFailed",
    message: `The following policy rules failed: ${JSON.stringify(rules)}`,
  };
}

/** An activation for which the session has to satisfy an authentication context, for example `c1`. */
export function authenticationContextRefusal(claimValue: string): Refusal {
  const claims = `{"access_token":{"acrs":{"essential":true, "value":"${claimValue}"}}}`;
  return {
    status: 400,
    code: "RoleAssignmentRequestAcrsValidationFailed",
    message: `&claims=${encodeURIComponent(claims)}`,
  };
}

/** A permission that the application was not granted, as PIM says it. */
export function permissionRefusal(permissions: readonly string[]): Refusal {
  return {
    status: 403,
    code: "PermissionScopeNotGranted",
    message: `Authorization failed due to missing permission scope ${permissions.join(",")}.`,
  };
}
