import type { Middleware } from "@microsoft/microsoft-graph-client";
import { Agent } from "undici";
import { CallFailure } from "./call-failure.ts";
import { setHeader, urlOf } from "./middleware.ts";
import { networkFailureOf } from "./network-failure.ts";

/** How requests are sent. */
export type SendingOptions = {
  /** From the first byte asked for to the last byte read. */
  readonly requestTimeoutMs: number;
  /** Open connections at most. */
  readonly connectionsMax: number;
  /** Certificate authorities, all of them; undefined for those of Node. */
  readonly trustedRoots: readonly string[] | undefined;
};

/** The connections to one tenant, kept open between requests. */
export function createConnections(options: SendingOptions): Agent {
  const ca = options.trustedRoots === undefined ? {} : { ca: [...options.trustedRoots] };
  return new Agent({
    connections: options.connectionsMax,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: Math.min(options.requestTimeoutMs, 10_000), ...ca },
  });
}

/** The end of the chain: one request, one answer. It repeats nothing and follows no redirect. */
export function sending(connections: Agent, requestTimeoutMs: number): Middleware {
  return {
    async execute(context) {
      const { method = "GET", body } = context.options ?? {};
      setHeader(context, "accept", "application/json");
      const headers = Object.fromEntries(new Headers(context.options?.headers));
      try {
        const answer = await connections.request({
          ...addressOf(urlOf(context)),
          method,
          headers,
          body: typeof body === "string" ? body : null,
          signal: AbortSignal.timeout(requestTimeoutMs),
        });
        context.response = toResponse(answer.statusCode, answer.headers, await answer.body.text());
      } catch (error) {
        throw (error instanceof CallFailure ? error : networkFailureOf(error)).asError();
      }
    },
  };
}

/** What stands behind the host is sent as it is, for it may be opaque; only what no request line holds is encoded. */
function addressOf(url: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname, search } = new URL(url);
  const behindHost = /^[^:]+:\/\/[^/?#]+(\/[\x21-\x7e]*)$/.exec(url)?.[1];
  return { origin, path: behindHost ?? `${pathname}${search}` };
}

const STATUSES_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

function toResponse(
  status: number,
  fields: Record<string, string | string[] | undefined>,
  text: string,
): Response {
  if (status < 200 || status > 599) {
    throw new CallFailure("answerMalformed", `The answer has the HTTP status ${status}.`, { status });
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  return new Response(STATUSES_WITHOUT_BODY.has(status) ? null : text, { status, headers });
}
