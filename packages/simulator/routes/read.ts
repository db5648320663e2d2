import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import type { Collection, ReadContext } from "../odata/collection.ts";
import { readItem, readPage } from "../odata/collection.ts";
import { parseQuery } from "../odata/query.ts";
import type { Refusal } from "../refusal.ts";

/** What is asked for besides the query options. */
export function readContext(request: FastifyRequest): ReadContext {
  const level = request.headers["consistencylevel"];
  return {
    root: rootOf(request),
    isEventual: String(level).toLowerCase() === "eventual",
    pageQuirks: request.pageQuirks,
  };
}

/** Answers with one page of a collection. */
export function answerPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  collection: Collection<T>,
): FastifyReply {
  const query = parseQuery(urlOf(request));
  if (!query.isOk) return refuse(request, reply, query.refusal);
  return answer(request, reply, readPage(collection, query.value, readContext(request)));
}

/** Answers with one item of a collection, or with the refusal when there is none. */
export function answerItem<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  found: { readonly collection: Collection<T>; readonly item: T | null; readonly missing: Refusal },
): FastifyReply {
  const query = parseQuery(urlOf(request));
  if (!query.isOk) return refuse(request, reply, query.refusal);
  if (found.item === null) return refuse(request, reply, found.missing);
  return answer(request, reply, readItem(found.collection, found.item, query.value, readContext(request)));
}

/** How one collection is served: its list, and its items by id. */
export interface Served<T> {
  readonly path: string;
  collection(): Collection<T>;
  find(id: string): T | null;
  missing(id: string): Refusal;
}

/** Serves a collection for reading. */
export function serveCollection<T>(app: FastifyInstance, served: Served<T>): void {
  app.get(`/${served.path}`, async (request, reply) => answerPage(request, reply, served.collection()));
  app.get<{ Params: { id: string } }>(`/${served.path}/:id`, async (request, reply) =>
    answerItem(request, reply, {
      collection: served.collection(),
      item: served.find(request.params.id),
      missing: served.missing(request.params.id),
    }),
  );
}
