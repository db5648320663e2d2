import { securityIdentifier } from "../ids.ts";
import type { Row } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { DirectoryKind, DirectoryObject, Group, ServicePrincipal, User } from "../state/directory.ts";
import { accessOfRole } from "../state/group-access.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatOptionalTimestamp } from "../timestamp.ts";
import { licenceProperties } from "./licences.ts";

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

/** Comes only when it is selected, and only of users itself: not of members, nor of what is expanded. */
const ONLY_SELECTED: ReadonlySet<string> = new Set(["signInActivity"]);

function creationType(user: User): string | null {
  return user.userType === "Guest" ? "Invitation" : null;
}

/** How the person signs in: at the tenant, or with an account of somewhere else. */
function identitiesOf(user: User): readonly Row[] | null {
  if (user.isMicrosoftAccount === null) return null;
  const atTenant = {
    signInType: "userPrincipalName",
    issuer: "contoso.onmicrosoft.com",
    issuerAssignedId: user.userPrincipalName,
  };
  if (user.isMicrosoftAccount) {
    return [{ signInType: "federated", issuer: "MicrosoftAccount", issuerAssignedId: null }, atTenant];
  }
  return user.userType === "Guest"
    ? [{ signInType: "federated", issuer: "ExternalAzureAD", issuerAssignedId: null }, atTenant]
    : [atTenant];
}

function signInActivity(user: User): Row | null {
  if (user.signIns === null) return null;
  const at = formatOptionalTimestamp(user.signIns.lastAt);
  return {
    lastSignInDateTime: at,
    lastSignInRequestId: user.id,
    lastNonInteractiveSignInDateTime: at,
    lastNonInteractiveSignInRequestId: user.id,
    lastSuccessfulSignInDateTime: at,
    lastSuccessfulSignInRequestId: user.id,
  };
}

function userRow(tenant: Tenant, user: User): Row {
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
    country: user.country,
    postalCode: null,
    employeeId: user.employeeId,
    onPremisesSyncEnabled: user.onPremisesSyncEnabled,
    externalUserState: user.externalUserState,
    creationType: creationType(user),
    identities: identitiesOf(user),
    createdDateTime: formatOptionalTimestamp(user.createdAt),
    deletedDateTime: null,
    mailNickname: user.userPrincipalName.split("@")[0] ?? null,
    otherMails: [],
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
    signInActivity: signInActivity(user),
    ...licenceProperties(tenant, user),
  };
}

function groupRow(group: Group): Row {
  const isMailEnabled = group.groupTypes?.includes("Unified") === true;
  return {
    assignedLicenses: [],
    hasMembersWithLicenseErrors: false,
    id: group.id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: formatOptionalTimestamp(group.createdAt),
    creationOptions: [],
    description: group.description,
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: group.groupTypes,
    isAssignableToRole: group.isAssignableToRole,
    mail: isMailEnabled ? `${group.mailNickname}@contoso.com` : null,
    mailEnabled: isMailEnabled,
    mailNickname: group.mailNickname,
    membershipRule: group.membershipRule,
    membershipRuleProcessingState: group.membershipRule === null ? null : "On",
    onPremisesDomainName: null,
    onPremisesLastSyncDateTime: null,
    onPremisesNetBiosName: null,
    onPremisesSamAccountName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: [],
    renewedDateTime: formatOptionalTimestamp(group.createdAt),
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
export function directoryRow(tenant: Tenant, object: DirectoryObject): Row {
  switch (object.kind) {
    case "user":
      return userRow(tenant, object);
    case "group":
      return groupRow(object);
    case "servicePrincipal":
      return servicePrincipalRow(tenant.id, object);
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

const NOT_GROUP_DEFAULTS: ReadonlySet<string> = new Set(["assignedLicenses", "hasMembersWithLicenseErrors"]);

/** What comes of an object without `$select`. */
export function defaultProperties(kind: DirectoryKind, row: Row): readonly string[] {
  if (kind === "user") return USER_DEFAULTS;
  const names = Object.keys(row);
  return kind === "group" ? names.filter((name) => !NOT_GROUP_DEFAULTS.has(name)) : names;
}

/** An object among objects of several kinds: with its type. */
export function typedRow(tenant: Tenant, object: DirectoryObject, select: readonly string[] | null): Row {
  const row = directoryRow(tenant, object);
  const names = select ?? defaultProperties(object.kind, row);
  return {
    "@odata.type": `#microsoft.graph.${object.kind}`,
    ...Object.fromEntries(
      names.filter((name) => name in row && !ONLY_SELECTED.has(name)).map((name) => [name, row[name]]),
    ),
  };
}

/** The object behind a navigation; null when the directory does not know it any more. */
export function expandedObject(tenant: Tenant, id: string | null, expand: Expand): Row | null {
  const object = id === null ? null : tenant.shownObject(id);
  return object === null ? null : typedRow(tenant, object, expand.select);
}

/** The group whose member or owner a role makes one. */
export function expandedGroup(tenant: Tenant, roleDefinitionId: string, expand: Expand): Row | null {
  const groupId = accessOfRole(roleDefinitionId)?.groupId ?? "";
  const row = expandedObject(tenant, groupId, expand);
  if (row === null) return null;
  const { "@odata.type": _type, ...group } = row;
  return group;
}
