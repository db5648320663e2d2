import { NOTHING_KNOWN, type Principal } from "@standdown/domain";

export const TENANT_WIDE = "/";
export const READER = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"; // Message Center Reader: tier 2
export const USERS = "fe930be7-5e62-47db-91af-98c3a49a38b1"; // User Administrator: tier 0
export const EXCHANGE = "29232cdf-9323-42fd-ade2-1d097af3e4de"; // Exchange Administrator: tier 1
export const SYNC = "d29b2b05-8046-44ba-8758-1e26182fcf32"; // Directory Synchronization Accounts
export const CUSTOM = "custom";
export const UNIT = "/administrativeUnits/berlin";
export const OWN_APP = "our-application";

/** Somebody in sales who signed in yesterday, with MFA and a licence. */
export function person(id: string, overrides: Partial<Principal> = {}): Principal {
  return {
    id,
    type: "user",
    ...NOTHING_KNOWN,
    displayName: id,
    userPrincipalName: `${id}@contoso.example`,
    accountEnabled: true,
    userType: "Member",
    department: "Sales",
    country: "Germany",
    jobTitle: "Clerk",
    isMicrosoftAccount: false,
    isLicensedForPim: true,
    lastSignIn: { isKnown: true, at: "2026-05-31T12:00:00Z" },
    createdDateTime: "2020-01-01T00:00:00Z",
    ...overrides,
  };
}

/** A group that can hold roles. */
export function group(id: string, overrides: Partial<Principal> = {}): Principal {
  return person(id, { ...NOTHING_KNOWN, type: "group", isAssignableToRole: true, ...overrides });
}

/** An application that is in use. */
export function application(id: string, overrides: Partial<Principal> = {}): Principal {
  const facts = { type: "servicePrincipal", accountEnabled: true, appId: id } as const;
  return person(id, { ...NOTHING_KNOWN, ...facts, ...overrides });
}
