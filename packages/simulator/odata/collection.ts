import type { Outcome, Refusal } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";
import type { FilterRules, Row } from "./filter.ts";
import { checkFilter, matchesFilter } from "./filter.ts";
import type { Filter } from "./filter-parse.ts";
import { checkConsistency } from "./consistency.ts";
import { orderingOf } from "./ordering.ts";
import { cutPage, emptyPage, readPageToken } from "./page.ts";
import type { Expand, Query } from "./query.ts";
import { matchesSearch } from "./search.ts";

/** How a collection is read: everything that differs between one collection and another. */
export interface Collection<T> {
  /** After `$metadata#` and in URLs, for example `roleManagement/directory/roleAssignments`. */
  readonly path: string;
  /** What stands after `$metadata#` when it is not the path. */
  readonly contextName?: string;
  /**
   * What a filter leaves over by the indexes there are, in ascending order; what lies at or before the place `after`
   * may be left out.
   */
  candidates(filter: Filter | null, after: number): Iterable<T>;
  /** The same, descending, of what lies before a place; left out where there is no index for it. */
  descending?(filter: Filter | null, before: number): Iterable<T>;
  /** How many items there are without a filter; null where they have to be counted. */
  total?(): number | null;
  orderOf(item: T): number;
  /** All properties of an item. */
  toRow(item: T): Row;
  /** The selected properties of an item, where not every item has them; else those it lacks are null. */
  selectFrom?(item: T, names: readonly string[]): Row;
  /** What filters look at, where that differs from the row. */
  toFilterRow?(item: T): Row;
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
  /** Properties that make pages smaller when they are selected, with the size. */
  readonly costlyProperties?: Readonly<Record<string, number>>;
  /** Directory objects refuse a `$top` beyond the maximum, role collections cut it. */
  readonly isTopBeyondMaximumRefused: boolean;
  /** Whether `ne`, `not` and `$count` need `ConsistencyLevel: eventual`. */
  readonly needsConsistencyLevel: boolean;
  readonly orderable: readonly string[];
  /** The property that ascends in the collection's own order. */
  readonly ascendsBy?: string;
  /** Whether the newest comes first where no order is asked for. */
  readonly isNewestFirst?: boolean;
  /** What `$search` can look at: nothing, unless said. */
  readonly searchable?: readonly string[];
}

/** How lists are cut into pages, besides what is asked for. */
export interface PageQuirks {
  /** How many rows a page has at most. */
  rowLimit(): number;
  /** Whether this page holds nothing and links to the next; the text is the same for the same page of the same list. */
  isEmpty(page: string): boolean;
}

/** What is asked for besides the query options. */
export interface ReadContext {
  /** Scheme, host, port and version: `https://localhost:8443/v1.0`. */
  readonly root: string;
  readonly isEventual: boolean;
  readonly pageQuirks: PageQuirks | null;
}

/** Takes the named properties of a row. */
export function project(row: Row, names: readonly string[] | null): Row {
  if (names === null) return row;
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function checkOptions<T>(collection: Collection<T>, query: Query): Refusal | null {
  const unknown = query.select?.find((name) => !collection.properties.includes(name));
  if (unknown !== undefined) return badRequest(`Could not find a property named '${unknown}'.`);
  const strange = query.expand.find((expand) => !Object.hasOwn(collection.expands, expand.name));
  if (strange !== undefined) return badRequest(`Could not find a property named '${strange.name}'.`);
  if (query.expand.length > collection.maximumExpandCount) {
    return badRequest(`Only ${collection.maximumExpandCount} property can be expanded in one request.`);
  }
  if (query.orderBy !== null && !collection.orderable.includes(query.orderBy.property)) {
    return badRequest(`Sorting by '${query.orderBy.property}' is not supported.`);
  }
  return query.filter === null ? null : checkFilter(query.filter, collection.filterable);
}

function maximumSize<T>(collection: Collection<T>, query: Query): number {
  const costs = (query.select ?? []).map((name) => collection.costlyProperties?.[name]);
  return Math.min(collection.maximumPageSize, ...costs.filter((size) => size !== undefined));
}

function checkList<T>(collection: Collection<T>, query: Query, context: ReadContext): Refusal | null {
  const maximum = maximumSize(collection, query);
  if (collection.isTopBeyondMaximumRefused && (query.top ?? 0) > maximum) {
    return badRequest(
      `Invalid page size specified: '${query.top}'. Must be between 1 and ${maximum} inclusive.`,
    );
  }
  const searched = (query.search ?? []).flat().map((clause) => clause.property);
  const unsearchable = searched.find((name) => !(collection.searchable ?? []).includes(name));
  if (unsearchable !== undefined) return badRequest(`Searching by '${unsearchable}' is not supported.`);
  return collection.needsConsistencyLevel ? checkConsistency(query, context.isEventual) : null;
}

/** One item as it was asked for. */
export function presentItem<T>(collection: Collection<T>, item: T, query: Query): Row {
  const row =
    query.select !== null && collection.selectFrom !== undefined
      ? collection.selectFrom(item, query.select)
      : project(collection.toRow(item), query.select ?? collection.defaultProperties);
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
  const odataContext = `${context.root}/$metadata#${collection.contextName ?? collection.path}${contextSuffix(query)}/$entity`;
  return accepted({ "@odata.context": odataContext, ...presentItem(collection, item, query) });
}

function isWantedBy<T>(collection: Collection<T>, query: Query): (item: T) => boolean {
  const { filter, search } = query;
  return (item) =>
    (filter === null || matchesFilter(collection.toFilterRow?.(item) ?? collection.toRow(item), filter)) &&
    (search === null || matchesSearch(collection.toRow(item), search));
}

/** How many items there are that fit; refused where the list itself would be. */
export function countItems<T>(
  collection: Collection<T>,
  query: Query,
  context: ReadContext,
): Outcome<number> {
  const refusal = checkOptions(collection, query) ?? checkList(collection, query, context);
  if (refusal !== null) return refused(refusal);
  const isOfAll = query.filter === null && query.search === null;
  const total = isOfAll ? (collection.total?.() ?? null) : null;
  if (total !== null) return accepted(total);
  const isWanted = isWantedBy(collection, query);
  let count = 0;
  for (const item of collection.candidates(query.filter, 0)) if (isWanted(item)) count += 1;
  return accepted(count);
}

/** One page of a collection. */
export function readPage<T>(collection: Collection<T>, query: Query, context: ReadContext): Outcome<Row> {
  const refusal = checkOptions(collection, query) ?? checkList(collection, query, context);
  if (refusal !== null) return refused(refusal);
  const place = readPageToken(query.skipToken);
  if (place === null) return refused(badRequest("Skip token is not valid."));
  const { items, isAfter, placeOf } = orderingOf(collection, query, place);
  const size = Math.min(
    query.top ?? collection.pageSize,
    maximumSize(collection, query),
    context.pageQuirks?.rowLimit() ?? Number.POSITIVE_INFINITY,
  );
  const isEmpty =
    place.emptyCount === 0 &&
    context.pageQuirks?.isEmpty(`${collection.path}?${query.carried.toString()}|${place.after}|${place.key}`);
  const page =
    isEmpty === true
      ? emptyPage<T>(place)
      : cutPage(items, { size, isAfter, placeOf, isWanted: isWantedBy(collection, query) });
  const next = new URLSearchParams(query.carried);
  next.set("$skiptoken", page.nextToken ?? "");
  const isCounted = query.isCountWanted && (!collection.needsConsistencyLevel || context.isEventual);
  const count = isCounted ? countItems(collection, query, context) : null;
  return accepted({
    "@odata.context": `${context.root}/$metadata#${collection.contextName ?? collection.path}${contextSuffix(query)}`,
    ...(count?.isOk === true ? { "@odata.count": count.value } : {}),
    ...(page.nextToken === null
      ? {}
      : { "@odata.nextLink": `${context.root}/${collection.path}?${next.toString()}` }),
    value: page.items.map((item) => presentItem(collection, item, query)),
  });
}
