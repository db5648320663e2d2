import { Type, type Static } from "typebox";
import type { TenantAnswer } from "@standdown/domain";
import { classify } from "../answer/classify.ts";
import type { GraphClient } from "../client/graph-client.ts";
import { malformed, type Reply, type Trace } from "../client/reply.ts";
import { rowReader } from "./row.ts";

/** How many requests one `$batch` takes. */
export const BATCH_SIZE = 20;

const ITEM = Type.Object({
  id: Type.String(),
  status: Type.Integer(),
  headers: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  body: Type.Optional(Type.Unknown()),
});

type Item = Static<typeof ITEM>;

const readItems = rowReader(Type.Object({ responses: Type.Array(ITEM) }), (batch) => batch.responses);

/**
 * Reads up to 20 paths in one request. The replies come in the order of `paths`, whatever order Microsoft answers
 * in; each has its own success or problem, its own throttling included.
 */
export async function readBatch(
  client: GraphClient,
  paths: readonly string[],
): Promise<TenantAnswer<readonly Reply[]>> {
  if (paths.length > BATCH_SIZE) throw new RangeError(`a batch takes ${BATCH_SIZE} requests`);
  const requests = paths.map((url, at) => ({ id: String(at + 1), method: "GET", url }));
  const reply = await client.send({ method: "POST", target: "/$batch", body: { requests }, effect: "read" });
  if (!reply.ok) return reply;
  const { body, trace } = reply;
  const items = readItems(body);
  if (!items.ok) return { ok: false, problem: malformed(trace, items.place) };
  const byId = new Map(items.row.map((item) => [item.id, item]));
  const replies = requests.map(({ id }) => replyOf(client, trace, id, byId.get(id)));
  return { ok: true, value: replies, requestId: trace.requestId };
}

/** An item as if it had been asked for alone. Where it names no request id, that of the batch is the one to look up. */
function replyOf(client: GraphClient, batch: Trace, id: string, item: Item | undefined): Reply {
  if (item === undefined) return { ok: false, problem: malformed(batch, `/responses has no item ${id}`) };
  const { status, body } = item;
  const headers = new Map(
    Object.entries(item.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const header = (name: string) => headers.get(name) ?? null;
  if (status >= 200 && status < 300) {
    return {
      ok: true,
      body,
      trace: { ...batch, status, requestId: header("request-id") ?? batch.requestId },
    };
  }
  const { effect, clientRequestId } = batch;
  const problem = classify({ effect, status, header, body, clientRequestId, receivedAt: client.now() });
  return { ok: false, problem: { ...problem, requestId: problem.requestId ?? batch.requestId } };
}

/** The problem to act on when several replies have one: the one that is to be waited for longest. */
export function worstProblem(replies: readonly Reply[]): TenantAnswer<never> | null {
  const problems = replies.flatMap((reply) => (reply.ok ? [] : [reply.problem]));
  const [worst] = problems.toSorted((a, b) => (b.retryAfterMs ?? -1) - (a.retryAfterMs ?? -1));
  return worst === undefined ? null : { ok: false, problem: worst };
}
