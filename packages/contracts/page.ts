import { Type, type TSchema } from "typebox";
import { listOf, nullable } from "./shape.ts";

const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1000;

/** What every list takes in its query string. Numbers are text there, so they are checked as text. */
export const pageQuery = {
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, description: "The `next` of the page before." }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: "^([1-9][0-9]{0,2}|1000)$",
      description: `At most this many items, up to ${MAX_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} when it is not said.`,
    }),
  ),
};

/** One page of a list in a stable order. */
export function pageOf<T extends TSchema>(item: T) {
  return Type.Object(
    {
      items: listOf(item),
      next: nullable(Type.String({ description: "The cursor of the next page; null on the last." })),
    },
    { additionalProperties: false, description: "One page." },
  );
}

/** The page that a query asks for. */
export function pageAsked(query: { readonly cursor?: string; readonly limit?: string }): {
  readonly cursor: string | null;
  readonly limit: number;
} {
  return {
    cursor: query.cursor ?? null,
    limit: query.limit === undefined ? DEFAULT_PAGE_SIZE : Number(query.limit),
  };
}
