import type { FilterOperator, FilterRules } from "../odata/filter.ts";
import type { ListedKind } from "./directory.ts";

/** The operators are those in the tables of properties of Microsoft's pages on each resource of v1.0. */
const EXACT: readonly FilterOperator[] = ["eq", "ne", "in"];
const FLAG: readonly FilterOperator[] = ["eq", "ne", "in", "null"];
const TIME: readonly FilterOperator[] = ["eq", "ne", "ge", "le", "in"];
const TEXT: readonly FilterOperator[] = ["eq", "ne", "ge", "le", "in", "startswith", "null"];
const ADDRESS: readonly FilterOperator[] = [...TEXT, "endswith"];
const LIST: readonly FilterOperator[] = ["any"];
const ITEM: readonly FilterOperator[] = ["eq"];

/** What each collection of the directory can be filtered by. */
export const DIRECTORY_FILTERS: Record<ListedKind, FilterRules> = {
  user: {
    id: EXACT,
    displayName: TEXT,
    givenName: TEXT,
    surname: TEXT,
    userPrincipalName: ADDRESS,
    mail: ADDRESS,
    jobTitle: TEXT,
    department: TEXT,
    country: TEXT,
    employeeId: TEXT,
    accountEnabled: FLAG,
    userType: FLAG,
    onPremisesSyncEnabled: FLAG,
    externalUserState: EXACT,
    creationType: EXACT,
    createdDateTime: TIME,
    assignedLicenses: LIST,
    "assignedLicenses/skuId": ITEM,
    assignedPlans: LIST,
    "assignedPlans/servicePlanId": ITEM,
    "assignedPlans/service": ITEM,
    "assignedPlans/capabilityStatus": ITEM,
    identities: LIST,
    "identities/issuer": ITEM,
    "identities/issuerAssignedId": ITEM,
    "signInActivity/lastSignInDateTime": ["eq", "ne", "ge", "le"],
    "signInActivity/lastSuccessfulSignInDateTime": ["eq", "ne", "ge", "le"],
  },
  group: {
    id: EXACT,
    displayName: TEXT,
    description: ["eq", "ne", "ge", "le", "startswith"],
    isAssignableToRole: FLAG,
    securityEnabled: ["eq", "ne", "in"],
    mailEnabled: ["eq", "ne"],
    mail: TEXT,
    mailNickname: ["eq", "ne", "ge", "le", "in", "startswith"],
    groupTypes: LIST,
    "groupTypes/*": ITEM,
    membershipRule: ["eq", "ne", "ge", "le", "startswith"],
    membershipRuleProcessingState: EXACT,
    onPremisesSyncEnabled: FLAG,
    createdDateTime: TIME,
    hasMembersWithLicenseErrors: ["eq"],
    assignedLicenses: LIST,
    "assignedLicenses/skuId": ITEM,
    securityIdentifier: ["eq"],
  },
  servicePrincipal: {
    id: EXACT,
    displayName: TEXT,
    appId: ["eq", "ne", "in", "startswith"],
    servicePrincipalType: EXACT,
    accountEnabled: EXACT,
  },
  administrativeUnit: { id: EXACT, displayName: TEXT, description: TEXT },
};

/** What lists of members, owners and the like can be filtered by. */
export const MEMBER_FILTERS: FilterRules = { id: EXACT, displayName: TEXT, mail: TEXT };

/** What each collection can be sorted by. */
export const DIRECTORY_ORDERS: Record<ListedKind, readonly string[]> = {
  user: ["displayName", "userPrincipalName", "createdDateTime"],
  group: ["displayName", "createdDateTime"],
  servicePrincipal: ["displayName"],
  administrativeUnit: ["displayName"],
};

/** What each collection can be searched in. */
export const DIRECTORY_SEARCHES: Record<ListedKind, readonly string[]> = {
  user: ["displayName", "mail", "userPrincipalName"],
  group: ["displayName", "description", "mail", "mailNickname"],
  servicePrincipal: ["displayName"],
  administrativeUnit: ["displayName", "description"],
};
