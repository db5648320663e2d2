/** One page in a stable order; `next` is null on the last. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/** Which page: from the start where `cursor` is null, else after the last item of the page that answered it. */
export type PageRequest = { readonly cursor: string | null; readonly limit: number };

/** A cursor that no page answered: the caller's mistake, to be refused as one. */
export class CursorUnknown extends Error {
  constructor() {
    super("the cursor is none that a page of this list answered");
  }
}

/** The order's key of the last item, as the texts that the next page starts after. Null: from the start. */
export function readCursor(cursor: string | null, length: number): readonly string[] | null {
  if (cursor === null) return null;
  const key = parsed(Buffer.from(cursor, "base64url").toString("utf8"));
  const isKey = Array.isArray(key) && key.length === length && key.every((part) => typeof part === "string");
  if (!isKey) throw new CursorUnknown();
  return key;
}

/** The same for a list that is ordered by a position: the last one, or -1 from the start. */
export function readPositionCursor(cursor: string | null): number {
  const position = Number(readCursor(cursor, 1)?.[0] ?? -1);
  if (!Number.isSafeInteger(position)) throw new CursorUnknown();
  return position;
}

/**
 * Makes a page of one row more than it holds, which tells whether there is another page. `keyOf` is the key of the
 * list's order.
 */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => readonly string[],
  itemOf: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasNext = rows.length > limit && last !== undefined;
  return {
    items: shown.map(itemOf),
    next: hasNext ? Buffer.from(JSON.stringify(keyOf(last)), "utf8").toString("base64url") : null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
