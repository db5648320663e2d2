import { Type } from "typebox";
import type { TenantAnswer, TenantProblem } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { malformed, type Reply, type Trace } from "../client/reply.ts";
import { rowReader, type RowReader } from "./row.ts";

const readPage = rowReader(
  Type.Object({
    value: Type.Array(Type.Unknown()),
    "@odata.nextLink": Type.Optional(Type.String({ minLength: 1 })),
  }),
  (page) => ({ values: page.value, nextLink: page["@odata.nextLink"] ?? null }),
);

/** Pages of one collection, in order, empty ones too. A page that failed is yielded as such and is the last one. */
export async function* readPages<T>(
  client: GraphClient,
  target: string,
  readRow: RowReader<T>,
): AsyncGenerator<TenantAnswer<readonly T[]>> {
  const first = await client.send({ method: "GET", target, effect: "read" });
  yield* pagesFrom(client, first, readRow);
}

/** The same, where the reply with the first page is there already. A next page's address is opaque. */
export async function* pagesFrom<T>(
  client: GraphClient,
  first: Reply,
  readRow: RowReader<T>,
): AsyncGenerator<TenantAnswer<readonly T[]>> {
  let reply = first;
  let here: string | null = null;
  for (;;) {
    const page = rowsOf(reply, readRow);
    if (!page.ok) {
      yield page;
      return;
    }
    const { nextLink, rows } = page.value;
    if (nextLink !== null && nextLink === here && reply.ok) {
      yield { ok: false, problem: leadsToItself(reply.trace) };
      return;
    }
    yield { ok: true, value: rows, requestId: page.requestId };
    if (nextLink === null) return;
    here = nextLink;
    reply = await client.send({ method: "GET", target: nextLink, effect: "read" });
  }
}

/** The one page that is there. `nextLink`: where the next one is; null on the last. */
export async function readPageAt<T>(
  client: GraphClient,
  target: string,
  readRow: RowReader<T>,
): Promise<TenantAnswer<{ readonly rows: readonly T[]; readonly nextLink: string | null }>> {
  const reply = await client.send({ method: "GET", target, effect: "read" });
  const page = rowsOf(reply, readRow);
  if (page.ok && reply.ok && page.value.nextLink === target) {
    return { ok: false, problem: leadsToItself(reply.trace) };
  }
  return page;
}

/** All rows of all pages, or the problem that one of them met. */
export async function collect<T>(
  pages: AsyncIterable<TenantAnswer<readonly T[]>>,
): Promise<TenantAnswer<readonly T[]>> {
  const rows: T[] = [];
  let requestId: string | null = null;
  for await (const page of pages) {
    if (!page.ok) return page;
    rows.push(...page.value);
    ({ requestId } = page);
  }
  return { ok: true, value: rows, requestId };
}

/** One object, not a collection. */
export function readOne<T>(reply: Reply, readRow: RowReader<T>): TenantAnswer<T> {
  if (!reply.ok) return reply;
  const read = readRow(reply.body);
  if (!read.ok) return { ok: false, problem: malformed(reply.trace, read.place) };
  return { ok: true, value: read.row, requestId: reply.trace.requestId };
}

function leadsToItself(trace: Trace): TenantProblem {
  return malformed(trace, "@odata.nextLink leads to its own page");
}

function rowsOf<T>(
  reply: Reply,
  readRow: RowReader<T>,
): TenantAnswer<{ readonly rows: readonly T[]; readonly nextLink: string | null }> {
  if (!reply.ok) return reply;
  const { body, trace } = reply;
  const page = readPage(body);
  if (!page.ok) return { ok: false, problem: malformed(trace, page.place) };
  const rows: T[] = [];
  for (const [at, value] of page.row.values.entries()) {
    const read = readRow(value);
    if (!read.ok) return { ok: false, problem: malformed(trace, `/value/${at}${read.place}`) };
    rows.push(read.row);
  }
  return { ok: true, value: { rows, nextLink: page.row.nextLink }, requestId: trace.requestId };
}
