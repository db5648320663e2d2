/** One page: the items, and the token of the next page when there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | null;
}

/** Where a page begins: after the item with this place. */
export function readPageToken(token: string | null): number | null {
  if (token === null) return 0;
  const found = /^after:(\d+)(?::again)?$/u.exec(textOf(token));
  return found === null ? null : Number(found[1]);
}

/** The token of an empty page's next page, which begins where the empty one did. */
export function againToken(after: number): string {
  return Buffer.from(`after:${after}:again`).toString("base64url");
}

/** Whether a token is that of an empty page's next page. */
export function isAgain(token: string | null): boolean {
  return token !== null && textOf(token).endsWith(":again");
}

function textOf(token: string): string {
  return Buffer.from(token, "base64url").toString("utf8");
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
