import type { Collection } from "../odata/collection.ts";
import type { FilterRules } from "../odata/filter.ts";
import { requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { DirectoryObject } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { defaultProperties, directoryRow, typedRow } from "./directory-rows.ts";

/** The kinds of objects that have a collection of their own, with its URL. */
export const DIRECTORY_PATHS = {
  user: "users",
  group: "groups",
  servicePrincipal: "servicePrincipals",
  administrativeUnit: "directory/administrativeUnits",
} as const satisfies Record<ListedKind, string>;

/** These kinds. */
export const LISTED_KINDS = ["user", "group", "servicePrincipal", "administrativeUnit"] as const;

/** One of them. */
export type ListedKind = (typeof LISTED_KINDS)[number];

const EXACT = ["eq", "ne", "in"] as const;
const TEXT = ["eq", "ne", "in", "startswith"] as const;
const FLAG = ["eq", "ne", "null"] as const;

const FILTERABLE: Record<ListedKind, FilterRules> = {
  user: {
    id: EXACT,
    displayName: TEXT,
    userPrincipalName: TEXT,
    mail: TEXT,
    department: [...TEXT, "null"],
    accountEnabled: FLAG,
    userType: EXACT,
    onPremisesSyncEnabled: FLAG,
  },
  group: { id: EXACT, displayName: TEXT, isAssignableToRole: FLAG, securityEnabled: FLAG },
  servicePrincipal: {
    id: EXACT,
    displayName: TEXT,
    appId: EXACT,
    servicePrincipalType: EXACT,
    accountEnabled: FLAG,
  },
  administrativeUnit: { id: EXACT, displayName: TEXT },
};

const EPOCH = { createdAt: 0, displayName: "", id: "00000000-0000-4000-8000-000000000000" };
const SAMPLES: Record<ListedKind, DirectoryObject> = {
  user: {
    ...EPOCH,
    kind: "user",
    givenName: null,
    surname: null,
    userPrincipalName: "",
    mail: null,
    jobTitle: null,
    department: null,
    accountEnabled: true,
    userType: "Member",
    onPremisesSyncEnabled: null,
    externalUserState: null,
  },
  group: {
    ...EPOCH,
    kind: "group",
    description: "",
    mailNickname: "",
    isAssignableToRole: true,
    memberIds: [],
  },
  servicePrincipal: {
    ...EPOCH,
    kind: "servicePrincipal",
    appId: "",
    accountEnabled: true,
    servicePrincipalType: "Application",
  },
  administrativeUnit: { ...EPOCH, kind: "administrativeUnit", description: "" },
};

const MAXIMUM_PAGE_SIZE = 999;

/** The objects that a filter names by what they are found by; null where it names none. */
function named(tenant: Tenant, kind: ListedKind, filter: Filter | null): DirectoryObject[] | null {
  const { directory } = tenant;
  const ids = requiredValues(filter, "id")?.map((id) => directory.byId(id));
  const names = kind === "user" ? "userPrincipalName" : "appId";
  const found = ids ?? requiredValues(filter, names)?.map((name) => directory.byName(name));
  if (found === undefined) return null;
  return found
    .filter((object) => object !== null)
    .filter((object) => object.kind === kind)
    .toSorted((one, other) => directory.orderOf(one.id) - directory.orderOf(other.id));
}

/** `users`, `groups`, `servicePrincipals` or `directory/administrativeUnits`. */
export function directoryCollection(
  tenant: Tenant,
  kind: ListedKind,
  pageSize: number,
): Collection<DirectoryObject> {
  return {
    path: DIRECTORY_PATHS[kind],
    candidates: (filter, after) => named(tenant, kind, filter) ?? tenant.directory.after(kind, after),
    total: () => tenant.directory.count(kind),
    orderOf: (object) => tenant.directory.orderOf(object.id),
    toRow: (object) => directoryRow(tenant.id, object),
    filterable: FILTERABLE[kind],
    properties: Object.keys(directoryRow(tenant.id, SAMPLES[kind])),
    defaultProperties: defaultProperties(kind),
    expands: {},
    maximumExpandCount: 0,
    pageSize,
    maximumPageSize: MAXIMUM_PAGE_SIZE,
    isTopBeyondMaximumRefused: true,
    needsConsistencyLevel: true,
    orderable: [],
  };
}

/** The members of a group, of whatever kind. */
export function memberCollection(
  tenant: Tenant,
  groupId: string,
  memberIds: readonly string[],
  pageSize: number,
): Collection<DirectoryObject> {
  const members = memberIds.map((id) => tenant.directory.byId(id)).filter((object) => object !== null);
  return {
    ...directoryCollection(tenant, "user", pageSize),
    path: `groups/${groupId}/members`,
    total: () => members.length,
    candidates: () =>
      members.toSorted((one, other) => tenant.directory.orderOf(one.id) - tenant.directory.orderOf(other.id)),
    toRow: (object) => typedRow(tenant, object, null),
    defaultProperties: null,
  };
}
