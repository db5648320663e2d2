import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import type { CurrentUserRows } from "../http/current-user.ts";
import { readCurrentUserCall, rowsOfCurrentUser } from "../http/current-user.ts";
import type { Collection, ReadContext } from "../odata/collection.ts";
import { countItems, readItem, readPage } from "../odata/collection.ts";
import type { FilterRules, Row } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import { parseQuery } from "../odata/query.ts";
import type { Refusal } from "../refusal.ts";
import { badRequest } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";

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
  /** Why the list is not given for this filter; null when it is. */
  refuseList?(filter: Filter | null, caller: Caller): Refusal | null;
  /** Where `filterByCurrentUser` is bound to it. */
  readonly currentUser?: CurrentUserRows<T>;
}

function answerList<T>(request: FastifyRequest, reply: FastifyReply, served: Served<T>): FastifyReply {
  const query = parseQuery(urlOf(request));
  const refusal = query.isOk ? served.refuseList?.(query.value.filter, callerOf(request)) : query.refusal;
  return refusal === undefined || refusal === null
    ? answerPage(request, reply, served.collection())
    : refuse(request, reply, refusal);
}

/** Serves a collection for reading. */
export function serveCollection<T>(app: FastifyInstance, served: Served<T>): void {
  app.get(`/${served.path}`, async (request, reply) => answerList(request, reply, served));
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

/** Answers with how many items there are, as plain text. */
export function answerCount<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  collection: Collection<T>,
): FastifyReply {
  const query = parseQuery(urlOf(request));
  if (!query.isOk) return refuse(request, reply, query.refusal);
  const context = readContext(request);
  if (!context.isEventual) return refuse(request, reply, badRequest("$count is not currently supported."));
  // The path itself asks for the count.
  const count = countItems(collection, { ...query.value, isCountWanted: true }, context);
  if (!count.isOk) return refuse(request, reply, count.refusal);
  return reply.header("content-type", "text/plain").send(String(count.value));
}

/** A short list that is whole on one page. */
export interface ServedRows {
  readonly path: string;
  /** Every row has an `id` and the same properties. */
  rows(): readonly Row[];
  missing(id: string): Refusal;
  readonly filterable?: FilterRules;
}

/** Serves a short list for reading, and its rows by id. */
export function serveRows(app: FastifyInstance, served: ServedRows): void {
  serveCollection(app, {
    path: served.path,
    collection: (): Collection<Row> => {
      const rows = served.rows();
      return {
        path: served.path,
        candidates: () => rows,
        orderOf: (row) => rows.indexOf(row) + 1,
        toRow: (row) => row,
        filterable: served.filterable ?? {},
        properties: Object.keys(rows[0] ?? {}),
        defaultProperties: null,
        expands: {},
        maximumExpandCount: 0,
        pageSize: Number.MAX_SAFE_INTEGER,
        maximumPageSize: Number.MAX_SAFE_INTEGER,
        isTopBeyondMaximumRefused: false,
        needsConsistencyLevel: false,
        orderable: [],
      };
    },
    find: (id) => served.rows().find((row) => row["id"] === id) ?? null,
    missing: (id) => served.missing(id),
  });
}
