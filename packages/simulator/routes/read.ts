import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import type { CurrentUserRows } from "../http/current-user.ts";
import { readCurrentUserCall, rowsOfCurrentUser } from "../http/current-user.ts";
import type { Collection, ReadContext } from "../odata/collection.ts";
import { readItem, readPage } from "../odata/collection.ts";
import { parseQuery } from "../odata/query.ts";
import type { Refusal } from "../refusal.ts";

/** What is asked for besides the query options. */
export function readContext(request: FastifyRequest): ReadContext {
  const level = request.headers["consistencylevel"];
  return { root: rootOf(request), isEventual: String(level).toLowerCase() === "eventual" };
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
  /** Where `filterByCurrentUser` is bound to it. */
  readonly currentUser?: CurrentUserRows<T>;
}

/** Serves a collection for reading. */
export function serveCollection<T>(app: FastifyInstance, served: Served<T>): void {
  app.get(`/${served.path}`, async (request, reply) => answerPage(request, reply, served.collection()));
  app.get<{ Params: { id: string } }>(`/${served.path}/:id`, async (request, reply) => {
    const { id } = request.params;
    const on = served.currentUser === undefined ? null : readCurrentUserCall(id);
    if (served.currentUser !== undefined && on !== null) {
      const rows = rowsOfCurrentUser(served.collection(), served.currentUser, on, callerOf(request));
      return rows.isOk ? answerPage(request, reply, rows.value) : refuse(request, reply, rows.refusal);
    }
    return answerItem(request, reply, {
      collection: served.collection(),
      item: served.find(id),
      missing: served.missing(id),
    });
  });
}
