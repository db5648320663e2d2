import {
  listOf,
  nullable,
  pageAsked,
  pageQuery,
  refTo,
  ReviewEventDocument,
  reviewEventDocument,
  shape,
} from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { Type } from "typebox";
import type { ApiParts } from "../build-api.ts";
import type { ApiStore } from "../ports.ts";

/** What reviews found, for whoever wants to know what changed without asking for everything. */
export function addReviewEvents(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/review-events",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listReviewEvents",
        summary: "What reviews found, in order, as CloudEvents; ask again after the last id for what is new",
        querystring: shape({
          after: Type.Optional(
            Type.String({ pattern: "^[0-9]{1,18}$", description: "The id of the last event that is known." }),
          ),
          limit: pageQuery.limit,
        }),
        response: {
          200: shape({
            items: listOf(refTo(ReviewEventDocument)),
            next: nullable(
              Type.String({
                description: "What to ask after for the next page; null when there is none yet.",
              }),
            ),
          }),
        },
      },
    },
    (request) => eventsAfter(store, request.query),
  );
}

async function eventsAfter(
  store: Pick<ApiStore, "listReviewEvents">,
  query: { readonly after?: string; readonly limit?: string },
): Promise<{ readonly items: readonly ReviewEventDocument[]; readonly next: string | null }> {
  const { limit } = pageAsked(query);
  const events = await store.listReviewEvents({ afterId: query.after ?? null, limit: limit + 1 });
  const shown = events.slice(0, limit);
  return {
    items: shown.map(reviewEventDocument),
    next: events.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
