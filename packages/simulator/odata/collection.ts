import type { Outcome, Refusal } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";
import type { FilterRules, Row } from "./filter.ts";
import { checkFilter, isAdvanced, matchesFilter } from "./filter.ts";
import type { Filter } from "./filter-parse.ts";
import { cutPage, readPageToken } from "./page.ts";
import type { Expand, Query } from "./query.ts";

/** How a collection is read: everything that differs between one collection and another. */
export interface Collection<T> {
  /** After `$metadata#` and in URLs, for example `roleManagement/directory/roleAssignments`. */
  readonly path: string;
  /**
   * What a filter leaves over by the indexes there are, in ascending order; what lies at or before the place `after`
   * may be left out.
   */
  candidates(filter: Filter | null, after: number): Iterable<T>;
  /** The same, descending, of what lies before a place; needed where the items can be sorted. */
  descending?(filter: Filter | null, before: number): Iterable<T>;
  /** How many items there are without a filter; null where they have to be counted. */
  total?(): number | null;
  orderOf(item: T): number;
  /** All properties of an item. */
  toRow(item: T): Row;
  readonly filterable: FilterRules;
  /** What can be selected. */
  readonly properties: readonly string[];
  /** What comes without `$select`; null for all that `toRow` gives. */
  readonly defaultProperties: readonly string[] | null;
  /** The navigations that can be expanded. */
  readonly expands: Readonly<Record<string, (item: T, expand: Expand) => unknown>>;
  readonly maximumExpandCount: number;
  readonly pageSize: number;
  readonly maximumPageSize: number;
  /** Directory objects refuse a `$top` beyond the maximum, role collections cut it. */
  readonly isTopBeyondMaximumRefused: boolean;
  /** Whether `ne`, `not` and `$count` need `ConsistencyLevel: eventual`. */
  readonly needsConsistencyLevel: boolean;
  readonly orderable: readonly string[];
}

/** What is asked for besides the query options. */
export interface ReadContext {
  /** Scheme, host, port and version: `https://localhost:8443/v1.0`. */
  readonly root: string;
  readonly isEventual: boolean;
}

/** Takes the named properties of a row. */
export function project(row: Row, names: readonly string[] | null): Row {
  if (names === null) return row;
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function checkOptions<T>(collection: Collection<T>, query: Query): Refusal | null {
  const unknown = query.select?.find((name) => !collection.properties.includes(name));
  if (unknown !== undefined) return badRequest(`Could not find a property named '${unknown}'.`);
  const strange = query.expand.find((expand) => collection.expands[expand.name] === undefined);
  if (strange !== undefined) return badRequest(`Could not find a property named '${strange.name}'.`);
  if (query.expand.length > collection.maximumExpandCount) {
    return badRequest(`Only ${collection.maximumExpandCount} property can be expanded in one request.`);
  }
  if (query.orderBy !== null && !collection.orderable.includes(query.orderBy.property)) {
    return badRequest(`Sorting by '${query.orderBy.property}' is not supported.`);
  }
  return query.filter === null ? null : checkFilter(query.filter, collection.filterable);
}

function checkList<T>(collection: Collection<T>, query: Query, context: ReadContext): Refusal | null {
  if (collection.isTopBeyondMaximumRefused && (query.top ?? 0) > collection.maximumPageSize) {
    return badRequest(
      `Invalid page size specified: '${query.top}'. Must be between 1 and ${collection.maximumPageSize} inclusive.`,
    );
  }
  const isAdvancedQuery = query.isCountWanted && query.filter !== null && isAdvanced(query.filter);
  const needsAdvanced = query.filter !== null && isAdvanced(query.filter);
  if (collection.needsConsistencyLevel && needsAdvanced && !(isAdvancedQuery && context.isEventual)) {
    return {
      status: 400,
      code: "Request_UnsupportedQuery",
      message: "This filter needs the header ConsistencyLevel: eventual and $count=true.",
    };
  }
  return null;
}

/** One item as it was asked for. */
export function presentItem<T>(collection: Collection<T>, item: T, query: Query): Row {
  const row = project(collection.toRow(item), query.select ?? collection.defaultProperties);
  const expanded = query.expand.map((expand) => [
    expand.name,
    collection.expands[expand.name]?.(item, expand),
  ]);
  return { ...row, ...Object.fromEntries(expanded) };
}

/** The part of `@odata.context` that says what was selected and expanded. */
function contextSuffix(query: Query): string {
  const nested = (expand: Expand): string =>
    `${expand.name}(${[...(expand.select ?? []), ...expand.expand.map(nested)].join(",")})`;
  const parts = [...(query.select ?? []), ...query.expand.map(nested)];
  return parts.length === 0 ? "" : `(${parts.join(",")})`;
}

/** One item by its own URL. */
export function readItem<T>(
  collection: Collection<T>,
  item: T,
  query: Query,
  context: ReadContext,
): Outcome<Row> {
  const refusal = checkOptions(collection, query);
  if (refusal !== null) return refused(refusal);
  const odataContext = `${context.root}/$metadata#${collection.path}${contextSuffix(query)}/$entity`;
  return accepted({ "@odata.context": odataContext, ...presentItem(collection, item, query) });
}

const FAR_END = Number.MAX_SAFE_INTEGER;

function descendingItems<T>(collection: Collection<T>, filter: Filter | null, before: number): Iterable<T> {
  return collection.descending?.(filter, before) ?? [...collection.candidates(filter, 0)].toReversed();
}

function countItems<T>(
  collection: Collection<T>,
  filter: Filter | null,
  isWanted: (item: T) => boolean,
): number {
  const total = filter === null ? (collection.total?.() ?? null) : null;
  if (total !== null) return total;
  let count = 0;
  for (const item of collection.candidates(filter, 0)) if (isWanted(item)) count += 1;
  return count;
}

/** One page of a collection. */
export function readPage<T>(collection: Collection<T>, query: Query, context: ReadContext): Outcome<Row> {
  const refusal = checkOptions(collection, query) ?? checkList(collection, query, context);
  if (refusal !== null) return refused(refusal);
  const after = readPageToken(query.skipToken);
  if (after === null) return refused(badRequest("Skip token is not valid."));
  const { filter, orderBy } = query;
  const isWanted = (item: T): boolean => filter === null || matchesFilter(collection.toRow(item), filter);
  const size = Math.min(query.top ?? collection.pageSize, collection.maximumPageSize);
  const isDescending = orderBy?.isDescending ?? false;
  const items = isDescending
    ? descendingItems(collection, filter, FAR_END - after)
    : collection.candidates(filter, after);
  // Descending, a later item has the smaller place: measured from the far end it ascends again.
  const orderOf = (item: T): number =>
    isDescending ? FAR_END - collection.orderOf(item) : collection.orderOf(item);
  const page = cutPage(items, { after, size, orderOf, isWanted });
  const next = new URLSearchParams(query.carried);
  next.set("$skiptoken", page.nextToken ?? "");
  return accepted({
    "@odata.context": `${context.root}/$metadata#${collection.path}${contextSuffix(query)}`,
    ...(query.isCountWanted && (!collection.needsConsistencyLevel || context.isEventual)
      ? { "@odata.count": countItems(collection, filter, isWanted) }
      : {}),
    ...(page.nextToken === null
      ? {}
      : { "@odata.nextLink": `${context.root}/${collection.path}?${next.toString()}` }),
    value: page.items.map((item) => presentItem(collection, item, query)),
  });
}
