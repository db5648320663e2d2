import type { Collection } from "../odata/collection.ts";
import { requiredValues } from "../odata/filter.ts";
import type { Expand } from "../odata/query.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { DirectoryObject } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import {
  DIRECTORY_FILTERS,
  DIRECTORY_ORDERS,
  DIRECTORY_SEARCHES,
  MEMBER_FILTERS,
} from "./directory-filters.ts";
import { defaultProperties, directoryRow, typedRow } from "./directory-rows.ts";
import { RELATIONS } from "./directory-relations.ts";
import { DIRECTORY_SAMPLES } from "./directory-samples.ts";

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

const MAXIMUM_PAGE_SIZE = 999;
/** Fewer users fit on a page when their sign-ins are asked for. */
const COSTLY = { signInActivity: 500 } as const;

function* fromPlace(
  tenant: Tenant,
  objects: readonly DirectoryObject[],
  after: number,
): Generator<DirectoryObject> {
  for (const object of objects) {
    if (tenant.directory.orderOf(object.id) > after && tenant.isShown(object.id)) yield object;
  }
}

/** An expanded relation shows so many objects and no more. */
const MAXIMUM_EXPANDED_COUNT = 20;

function relationExpands(tenant: Tenant, kind: ListedKind): Collection<DirectoryObject>["expands"] {
  return Object.fromEntries(
    RELATIONS.filter((relation) => relation.of === kind).map((relation) => [
      relation.name,
      (object: DirectoryObject, expand: Expand) =>
        relation
          .from(tenant, object)
          .slice(0, MAXIMUM_EXPANDED_COUNT)
          .map((related) => typedRow(tenant, related, expand.select)),
    ]),
  );
}

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
  const sample = directoryRow(tenant, DIRECTORY_SAMPLES[kind]);
  return {
    path: DIRECTORY_PATHS[kind],
    candidates: (filter, after) => named(tenant, kind, filter) ?? tenant.shownObjects(kind, after),
    total: () => tenant.countShown(kind),
    orderOf: (object) => tenant.directory.orderOf(object.id),
    toRow: (object) => directoryRow(tenant, object),
    filterable: DIRECTORY_FILTERS[kind],
    properties: Object.keys(sample),
    defaultProperties: defaultProperties(kind, sample),
    expands: relationExpands(tenant, kind),
    maximumExpandCount: 1,
    pageSize,
    maximumPageSize: MAXIMUM_PAGE_SIZE,
    costlyProperties: kind === "user" ? COSTLY : {},
    isTopBeyondMaximumRefused: true,
    needsConsistencyLevel: true,
    orderable: DIRECTORY_ORDERS[kind],
    searchable: DIRECTORY_SEARCHES[kind],
  };
}

/** Objects of any kind that hang together with another one: `groups/{id}/members` and the like. */
export function relatedCollection(
  tenant: Tenant,
  path: string,
  related: readonly DirectoryObject[],
  pageSize: number,
): Collection<DirectoryObject> {
  return {
    ...directoryCollection(tenant, "user", pageSize),
    path,
    contextName: "directoryObjects",
    expands: {},
    candidates: (_filter, after) => fromPlace(tenant, related, after),
    toRow: (object) => typedRow(tenant, object, null),
    toFilterRow: (object) => directoryRow(tenant, object),
    filterable: MEMBER_FILTERS,
    properties: [
      ...new Set(Object.values(DIRECTORY_SAMPLES).flatMap((one) => Object.keys(directoryRow(tenant, one)))),
    ],
    defaultProperties: null,
    selectFrom: (object, names) => typedRow(tenant, object, names),
    costlyProperties: {},
    orderable: ["displayName"],
    searchable: ["displayName"],
  };
}

/** The same, narrowed to one kind by its type's name in the path: rows as the kind's own collection has them. */
export function castCollection(
  tenant: Tenant,
  path: string,
  from: { readonly related: readonly DirectoryObject[]; readonly kind: ListedKind },
  pageSize: number,
): Collection<DirectoryObject> {
  const ofKind = from.related.filter((object) => object.kind === from.kind);
  return {
    ...directoryCollection(tenant, from.kind, pageSize),
    path: `${path}/microsoft.graph.${from.kind}`,
    contextName: DIRECTORY_PATHS[from.kind],
    candidates: (_filter, after) => fromPlace(tenant, ofKind, after),
  };
}
