import type { Group, Registration, ServicePrincipal, User } from "./directory.ts";

/** Who has registered these methods for multifactor authentication; nobody who has none. */
export function registered(methods: readonly string[]): Registration {
  return { isMfaRegistered: methods.length > 0, methods, isAlwaysAdmin: false };
}

/** An enabled account in the cloud of which nothing more is known. */
export const PLAIN_USER = {
  kind: "user",
  givenName: null,
  surname: null,
  mail: null,
  jobTitle: null,
  department: null,
  accountEnabled: true,
  userType: "Member",
  onPremisesSyncEnabled: null,
  externalUserState: null,
  country: null,
  employeeId: null,
  isMicrosoftAccount: false,
  skuIds: [],
  signIns: null,
  registration: registered([]),
} as const satisfies Partial<User>;

/** A group in the cloud with assigned members that can hold no roles. */
export const PLAIN_GROUP = {
  kind: "group",
  isAssignableToRole: null,
  groupTypes: [],
  membershipRule: null,
  onPremisesSyncEnabled: null,
} as const satisfies Partial<Group>;

/** The account of the application that a tenant is reached by. */
export function callerAccount(id: string, appId: string): ServicePrincipal {
  return {
    kind: "servicePrincipal",
    id,
    appId,
    displayName: "Role migration",
    accountEnabled: true,
    servicePrincipalType: "Application",
  };
}
