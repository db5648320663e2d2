import { securityIdentifier } from "../ids.ts";
import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { DirectoryKind, DirectoryObject, Group, ServicePrincipal, User } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatTimestamp } from "../timestamp.ts";

/** What comes of a user without `$select`. */
export const USER_DEFAULTS = [
  "businessPhones",
  "displayName",
  "givenName",
  "jobTitle",
  "mail",
  "mobilePhone",
  "officeLocation",
  "preferredLanguage",
  "surname",
  "userPrincipalName",
  "id",
] as const;

function userRow(user: User): Row {
  const isGuest = user.userType === "Guest";
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    id: user.id,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    department: user.department,
    onPremisesSyncEnabled: user.onPremisesSyncEnabled,
    externalUserState: user.externalUserState,
    creationType: isGuest ? "Invitation" : null,
    createdDateTime: formatTimestamp(user.createdAt),
    deletedDateTime: null,
    mailNickname: user.userPrincipalName.split("@")[0] ?? null,
    assignedLicenses: [],
    assignedPlans: [],
  };
}

function groupRow(group: Group): Row {
  return {
    id: group.id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: formatTimestamp(group.createdAt),
    creationOptions: [],
    description: group.description,
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: [],
    isAssignableToRole: group.isAssignableToRole,
    mail: null,
    mailEnabled: false,
    mailNickname: group.mailNickname,
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled ?? null,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: [],
    renewedDateTime: formatTimestamp(group.createdAt),
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    securityEnabled: true,
    securityIdentifier: securityIdentifier(group.id),
    theme: null,
    visibility: "Private",
    onPremisesProvisioningErrors: [],
  };
}

function servicePrincipalRow(tenantId: string, account: ServicePrincipal): Row {
  const isManagedIdentity = account.servicePrincipalType === "ManagedIdentity";
  return {
    id: account.id,
    deletedDateTime: null,
    accountEnabled: account.accountEnabled,
    alternativeNames: [],
    appDisplayName: account.displayName,
    appId: account.appId,
    appOwnerOrganizationId: isManagedIdentity ? null : tenantId,
    appRoleAssignmentRequired: false,
    displayName: account.displayName,
    homepage: null,
    servicePrincipalNames: [account.appId],
    servicePrincipalType: account.servicePrincipalType,
    signInAudience: isManagedIdentity ? null : "AzureADMyOrg",
    tags: [],
  };
}

/** All properties of an object of the directory. */
export function directoryRow(tenantId: string, object: DirectoryObject): Row {
  switch (object.kind) {
    case "user":
      return userRow(object);
    case "group":
      return groupRow(object);
    case "servicePrincipal":
      return servicePrincipalRow(tenantId, object);
    case "application":
      return {
        id: object.id,
        deletedDateTime: null,
        appId: object.appId,
        displayName: object.displayName,
        signInAudience: "AzureADMyOrg",
      };
    case "administrativeUnit":
      return {
        id: object.id,
        deletedDateTime: null,
        displayName: object.displayName,
        description: object.description,
        isMemberManagementRestricted: false,
        membershipRule: null,
        membershipType: null,
        membershipRuleProcessingState: null,
        visibility: null,
      };
    case "directoryObject":
      return { id: object.id, deletedDateTime: null, displayName: object.displayName };
  }
}

/** What comes of an object of a kind without `$select`; null for everything. */
export function defaultProperties(kind: DirectoryKind): readonly string[] | null {
  return kind === "user" ? USER_DEFAULTS : null;
}

/** An object among objects of several kinds: with its type. */
export function typedRow(tenant: Tenant, object: DirectoryObject, select: readonly string[] | null): Row {
  const row = directoryRow(tenant.id, object);
  const names = select ?? defaultProperties(object.kind) ?? Object.keys(row);
  return {
    "@odata.type": `#microsoft.graph.${object.kind}`,
    ...Object.fromEntries(names.filter((name) => name in row).map((name) => [name, row[name]])),
  };
}

/** The object behind a navigation; null when the directory does not know it any more. */
export function expandedObject(tenant: Tenant, id: string | null, expand: Expand): Row | null {
  const object = id === null ? null : tenant.directory.byId(id);
  return object === null ? null : typedRow(tenant, object, expand.select);
}
