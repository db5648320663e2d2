import type { FastifyReply, FastifyRequest } from "fastify";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import type { Row } from "../odata/filter.ts";
import type { Expand, Query } from "../odata/query.ts";
import { parseQuery } from "../odata/query.ts";
import { selectRows } from "../odata/select.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, refused } from "../refusal.ts";

/** What can be expanded, and within that. */
export type Expandable = Readonly<Record<string, readonly string[]>>;

function checkExpands(query: Query, expandable: Expandable): Outcome<Query> {
  const names = query.expand.flatMap((expand) => {
    const inner = expandable[expand.name];
    if (inner === undefined) return [expand.name];
    return expand.expand.map((nested) => nested.name).filter((name) => !inner.includes(name));
  });
  const [unknown] = names;
  return unknown === undefined
    ? accepted(query)
    : refused(badRequest(`Could not find a property named '${unknown}'.`));
}

/** The query of a read of settings or approvals, or why it cannot be asked like this. */
export function readRowQuery(request: FastifyRequest, expandable: Expandable): Outcome<Query> {
  const query = parseQuery(urlOf(request));
  return query.isOk ? checkExpands(query.value, expandable) : query;
}

/** What a selection and an expansion say in `@odata.context`. */
function suffixOf(query: Query): string {
  const nested = (expand: Expand): string => `${expand.name}(${expand.expand.map(nested).join(",")})`;
  const parts = [...(query.select ?? []), ...query.expand.map(nested)];
  return parts.length === 0 ? "" : `(${parts.join(",")})`;
}

/** Answers with rows as they were asked for; `path` stands after `$metadata#`. */
export function answerRows(
  request: FastifyRequest,
  reply: FastifyReply,
  query: Query,
  found: { readonly path: string; readonly rows: readonly Row[] },
): FastifyReply {
  const rows = selectRows(found.rows, query);
  if (!rows.isOk) return refuse(request, reply, rows.refusal);
  const odataContext = `${rootOf(request)}/$metadata#${found.path}${suffixOf(query)}`;
  return answer(request, reply, accepted({ "@odata.context": odataContext, value: rows.value }));
}

/** Answers with one row as it was asked for. */
export function answerRow(
  request: FastifyRequest,
  reply: FastifyReply,
  query: Query,
  found: { readonly path: string; readonly row: Row },
): FastifyReply {
  const rows = selectRows([found.row], query);
  if (!rows.isOk) return refuse(request, reply, rows.refusal);
  const odataContext = `${rootOf(request)}/$metadata#${found.path}${suffixOf(query)}/$entity`;
  return answer(request, reply, accepted({ "@odata.context": odataContext, ...rows.value[0] }));
}
