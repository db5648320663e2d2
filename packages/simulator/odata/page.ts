/** Where a page begins: after the item with this place and, in an ordered list, with this key. */
export interface PagePlace {
  readonly after: number;
  /** The sorted-by value of the last item before the page; null in lists that nobody asked to sort. */
  readonly key: string | null;
  /** How many pages without items were given at this place. */
  readonly emptyCount: number;
}

/** One page: the items, and the token of the next page when there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

const BEGINNING: PagePlace = { after: 0, key: null, emptyCount: 0 };

/** What a next link carries: opaque to whoever follows it. */
function pageToken(place: PagePlace): string {
  return Buffer.from(JSON.stringify([place.after, place.key, place.emptyCount])).toString("base64url");
}

/** Where a page begins, from its token; null for a token that is none. */
export function readPageToken(token: string | null): PagePlace | null {
  if (token === null) return BEGINNING;
  try {
    const told: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    const [after, key, emptyCount]: unknown[] = Array.isArray(told) ? told : [];
    if (typeof after !== "number" || typeof emptyCount !== "number") return null;
    return key === null || typeof key === "string" ? { after, key, emptyCount } : null;
  } catch {
    return null;
  }
}

/** A page without items that leads on to the same place: the service gives such pages now and then. */
export function emptyPage<T>(place: PagePlace): Page<T> {
  return { items: [], nextToken: pageToken({ ...place, emptyCount: place.emptyCount + 1 }) };
}

/**
 * Cuts one page out of items that come in ascending order. The token names the last item's place and not a number of
 * items, so that what is removed meanwhile moves nothing past the reader.
 */
export function cutPage<T>(
  items: Iterable<T>,
  options: {
    readonly size: number;
    readonly isAfter: (item: T) => boolean;
    readonly placeOf: (item: T) => PagePlace;
    readonly isWanted: (item: T) => boolean;
  },
): Page<T> {
  const found: T[] = [];
  for (const item of items) {
    if (!options.isAfter(item) || !options.isWanted(item)) continue;
    if (found.length === options.size) {
      const [last] = found.slice(-1);
      return { items: found, nextToken: last === undefined ? null : pageToken(options.placeOf(last)) };
    }
    found.push(item);
  }
  return { items: found, nextToken: null };
}
