/** One page: the items, and the token of the next page when there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

/** Where a page begins: after the item with this place. */
export function readPageToken(token: string | null): number | null {
  if (token === null) return 0;
  const found = /^after:(\d+)$/u.exec(Buffer.from(token, "base64url").toString("utf8"));
  return found === null ? null : Number(found[1]);
}

/**
 * Cuts one page out of items that come in ascending order. The token names the last item's place and not a number of
 * items, so that what is removed meanwhile moves nothing past the reader.
 */
export function cutPage<T>(
  items: Iterable<T>,
  options: {
    readonly after: number;
    readonly size: number;
    readonly orderOf: (item: T) => number;
    readonly isWanted: (item: T) => boolean;
  },
): Page<T> {
  const found: T[] = [];
  for (const item of items) {
    if (options.orderOf(item) <= options.after || !options.isWanted(item)) continue;
    if (found.length === options.size) {
      const last = found.at(-1);
      const token = last === undefined ? "" : `after:${options.orderOf(last)}`;
      return { items: found, nextToken: Buffer.from(token).toString("base64url") };
    }
    found.push(item);
  }
  return { items: found, nextToken: null };
}
