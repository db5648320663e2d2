import { randomUUID } from "node:crypto";
import { Client, type GraphRequest, ResponseType } from "@microsoft/microsoft-graph-client";
import { classify, classifyFailure } from "../answer/classify.ts";
import { parseJson } from "../answer/error-body.ts";
import { authentication } from "./authentication.ts";
import { callFailureIn } from "./call-failure.ts";
import { CallContext, type Call } from "./call.ts";
import { hostCheck } from "./host-check.ts";
import type { Reply } from "./reply.ts";
import { requestIds } from "./request-ids.ts";
import { createConnections, sending } from "./sending.ts";
import { CachedTokenSource, type NewCredential } from "./token-source.ts";

/** What a client is made of. */
export type GraphClientOptions = {
  /** Where Microsoft Graph is, without a version: `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly newCredential: NewCredential;
  readonly trustedRoots?: readonly string[] | undefined;
  readonly requestTimeoutMs?: number;
  readonly connectionsMax?: number;
  readonly now?: () => Date;
};

/** Microsoft Graph, v1.0 unless a call says otherwise: one call, one reply. */
export interface GraphClient {
  readonly now: () => Date;
  /** Never throws for anything that the tenant or the network does. */
  send(call: Call): Promise<Reply>;
  /** Closes the connections when the last reply is there. */
  close(): Promise<void>;
}

/** Makes a client: the SDK with a chain of our own, which neither repeats a request nor follows a redirect. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { baseUrl, newCredential, trustedRoots, now = () => new Date() } = options;
  const { requestTimeoutMs = 60_000, connectionsMax = 64 } = options;
  const scope = `${new URL(baseUrl).origin}/.default`;
  const tokens = new CachedTokenSource({ newCredential, scope, timeoutMs: requestTimeoutMs, now });
  const connections = createConnections({ requestTimeoutMs, connectionsMax, trustedRoots });
  const sdk = Client.initWithMiddleware({
    baseUrl,
    defaultVersion: "v1.0",
    middleware: [
      requestIds(),
      hostCheck(baseUrl),
      authentication(tokens),
      sending(connections, requestTimeoutMs),
    ],
  });
  return {
    now,
    send: async (call) => await send(sdk, now, call),
    close: async () => await connections.close(),
  };
}

async function send(sdk: Client, now: () => Date, call: Call): Promise<Reply> {
  const { effect, clientRequestId = randomUUID() } = call;
  try {
    const response = await exchange(sdk, call, clientRequestId);
    const header = (name: string) => response.headers.get(name);
    const body = parseJson(await response.text());
    if (!response.ok) {
      const receivedAt = now();
      const { status } = response;
      return { ok: false, problem: classify({ effect, status, header, body, clientRequestId, receivedAt }) };
    }
    const trace = { effect, status: response.status, requestId: header("request-id"), clientRequestId };
    return { ok: true, body, trace };
  } catch (error) {
    const failure = callFailureIn(error);
    if (failure === null) throw error;
    return { ok: false, problem: classifyFailure(failure, effect, clientRequestId) };
  }
}

async function ask(request: GraphRequest, { method, body }: Call): Promise<unknown> {
  switch (method) {
    case "GET":
      return await request.get();
    case "POST":
      return await request.post(body);
    case "PATCH":
      return await request.patch(body);
  }
}

async function exchange(sdk: Client, call: Call, clientRequestId: string): Promise<Response> {
  const isAbsolute = !call.target.startsWith("/");
  const request = sdk
    .api(isAbsolute ? "/" : call.target)
    .version(call.version ?? "v1.0")
    .responseType(ResponseType.RAW)
    .middlewareOptions([new CallContext(isAbsolute ? call.target : null, clientRequestId)]);
  const answered: unknown = await ask(request, call);
  if (!(answered instanceof Response)) throw new Error("the SDK gave no response");
  return answered;
}
