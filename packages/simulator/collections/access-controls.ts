import type { Row } from "../odata/filter.ts";
import type { DirectoryObject, Registration, User } from "../state/directory.ts";
import type { ConditionalAccessPolicy } from "../state/access-controls.ts";
import { formatOptionalTimestamp, formatTimestamp } from "../timestamp.ts";
import type { Tenant } from "../state/tenant.ts";

/** A row of `identity/conditionalAccess/policies`. Shape: Microsoft's page on `conditionalAccessPolicy`, v1.0. */
export function conditionalAccessRow(policy: ConditionalAccessPolicy): Row {
  const { signInFrequencyHours: hours } = policy;
  return {
    id: policy.id,
    templateId: null,
    displayName: policy.displayName,
    createdDateTime: formatTimestamp(policy.createdAt),
    modifiedDateTime: null,
    state: policy.state,
    conditions: {
      userRiskLevels: [],
      signInRiskLevels: [],
      clientAppTypes: ["all"],
      platforms: null,
      locations: null,
      devices: null,
      clientApplications: null,
      applications: {
        includeApplications: policy.includedApplications,
        excludeApplications: [],
        includeUserActions: [],
        includeAuthenticationContextClassReferences: policy.authenticationContextIds,
      },
      users: {
        includeUsers: policy.includedUsers,
        excludeUsers: policy.excludedUsers,
        includeGroups: policy.includedGroupIds,
        excludeGroups: policy.excludedGroupIds,
        includeRoles: policy.includedRoleIds,
        excludeRoles: policy.excludedRoleIds,
      },
    },
    grantControls: {
      operator: "OR",
      builtInControls: policy.builtInControls,
      customAuthenticationFactors: [],
      termsOfUse: [],
      authenticationStrength: null,
    },
    sessionControls:
      hours === null
        ? null
        : {
            applicationEnforcedRestrictions: null,
            cloudAppSecurity: null,
            persistentBrowser: null,
            disableResilienceDefaults: null,
            signInFrequency: {
              value: hours,
              type: "hours",
              authenticationType: "primaryAndSecondaryAuthentication",
              frequencyInterval: "timeBased",
              isEnabled: true,
            },
          },
  };
}

const PASSWORDLESS: ReadonlySet<string> = new Set(["passKeyDeviceBound", "windowsHelloForBusiness"]);

/** Somebody whom the report on authentication methods has. */
export type ReportedUser = User & { readonly registration: Registration };

/** Whether the report has it: disabled accounts it has not (Microsoft's page on listing `userRegistrationDetails`). */
export function isReported(object: DirectoryObject): object is ReportedUser {
  return object.kind === "user" && object.accountEnabled !== false && object.registration !== null;
}

/**
 * A row of `reports/authenticationMethods/userRegistrationDetails`. Shape: Microsoft's page on
 * `userRegistrationDetails`, v1.0.
 */
export function registrationRow(tenant: Tenant, user: ReportedUser): Row {
  const { isMfaRegistered: isRegistered, methods, isAlwaysAdmin } = user.registration;
  return {
    id: user.id,
    userPrincipalName: user.userPrincipalName,
    userDisplayName: user.displayName,
    userType: user.userType === "Guest" ? "guest" : "member",
    isAdmin: isAlwaysAdmin || tenant.schedules.ofPrincipal("assignment", user.id).size > 0,
    isSsprRegistered: isRegistered,
    isSsprEnabled: user.userType === "Member",
    isSsprCapable: isRegistered && user.userType === "Member",
    isMfaRegistered: isRegistered,
    isMfaCapable: isRegistered,
    isPasswordlessCapable: methods.some((method) => PASSWORDLESS.has(method)),
    methodsRegistered: methods,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: isRegistered ? ["PhoneAppNotification"] : [],
    userPreferredMethodForSecondaryAuthentication: isRegistered ? "push" : "none",
    lastUpdatedDateTime: formatOptionalTimestamp(user.createdAt),
  };
}
