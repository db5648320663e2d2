import type { Collection } from "./collection.ts";
import type { Row } from "./filter.ts";
import { valueAt } from "./filter.ts";
import type { PagePlace } from "./page.ts";
import type { Query } from "./query.ts";

/** The items of a list in the order that was asked for, from about a place on. */
export interface Ordering<T> {
  readonly items: Iterable<T>;
  readonly isAfter: (item: T) => boolean;
  readonly placeOf: (item: T) => PagePlace;
}

const collator = new Intl.Collator("en", { sensitivity: "base" });

function keyOf(row: Row, property: string): string {
  const value = valueAt(row, property);
  return typeof value === "string" ? value : "";
}

const FAR_END = Number.MAX_SAFE_INTEGER;

/** The collection's own order, forward or backward, which an index can begin anywhere in. */
function ownOrder<T>(
  collection: Collection<T>,
  filter: Query["filter"],
  { after }: PagePlace,
  isBackward: boolean,
): Ordering<T> {
  const placeOf = (item: T): PagePlace => ({ after: collection.orderOf(item), key: null, emptyCount: 0 });
  if (!isBackward) {
    const isAfter = (item: T): boolean => collection.orderOf(item) > after;
    return { items: collection.candidates(filter, after), isAfter, placeOf };
  }
  const before = after === 0 ? FAR_END : after;
  return {
    items: collection.descending?.(filter, before) ?? [...collection.candidates(filter, 0)].toReversed(),
    isAfter: (item) => collection.orderOf(item) < before,
    placeOf,
  };
}

/** By a property when one was named, else in the collection's own order. */
export function orderingOf<T>(collection: Collection<T>, query: Query, place: PagePlace): Ordering<T> {
  const { orderBy, filter } = query;
  if (orderBy === null) return ownOrder(collection, filter, place, collection.isNewestFirst === true);
  if (orderBy.property === collection.ascendsBy) {
    return ownOrder(collection, filter, place, orderBy.isDescending);
  }
  const sign = orderBy.isDescending ? -1 : 1;
  const placeOf = (item: T): PagePlace => ({
    after: collection.orderOf(item),
    key: keyOf(collection.toRow(item), orderBy.property),
    emptyCount: 0,
  });
  const compare = (one: PagePlace, other: PagePlace): number =>
    sign * (collator.compare(one.key ?? "", other.key ?? "") || one.after - other.after);
  const placed = [...collection.candidates(filter, 0)].map((item) => ({ item, at: placeOf(item) }));
  return {
    items: placed.toSorted((one, other) => compare(one.at, other.at)).map(({ item }) => item),
    isAfter: (item) => place.key === null || compare(placeOf(item), place) > 0,
    placeOf,
  };
}
