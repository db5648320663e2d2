import type { FastifyReply, FastifyRequest } from "fastify";
import type { Outcome, Refusal } from "../refusal.ts";
import type { Row } from "../odata/filter.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The `request-id` of the answer. */
    answerId: string;
    /** The `client-request-id` that came, or the same as `answerId`. */
    clientRequestId: string;
  }
}

const CONTENT_TYPE =
  "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

/** The error envelope of Microsoft Graph. */
export function errorBody(request: FastifyRequest, refusal: Refusal): Row {
  return {
    error: {
      code: refusal.code,
      message: refusal.message,
      innerError: {
        date: new Date().toISOString().slice(0, 19),
        "request-id": request.answerId,
        "client-request-id": request.clientRequestId,
      },
    },
  };
}

/** The application that Microsoft Graph is, in every tenant. */
const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

/** Where to get a token: sent with every refusal for want of a good one. */
function challenge(request: FastifyRequest): Record<string, string> {
  const authority = `https://${request.host}/common/oauth2/authorize`;
  return {
    "www-authenticate": `Bearer realm="", authorization_uri="${authority}", client_id="${GRAPH_APP_ID}"`,
  };
}

/** Answers with a refusal. */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.status)
    .headers(refusal.status === 401 ? challenge(request) : {})
    .headers(refusal.headers ?? {})
    .header("content-type", CONTENT_TYPE)
    .send(errorBody(request, refusal));
}

/** Answers with a value, or with why there is none. */
export function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome<unknown>,
  status = 200,
): FastifyReply {
  if (!outcome.isOk) return refuse(request, reply, outcome.refusal);
  return reply.code(status).header("content-type", CONTENT_TYPE).send(outcome.value);
}

/** Scheme, host, port and version under which the request came: links lead back there. */
export function rootOf(request: FastifyRequest): string {
  const version = request.url.startsWith("/beta/") ? "beta" : "v1.0";
  return `https://${request.host}/${version}`;
}

/** The URL of a request, whole. */
export function urlOf(request: FastifyRequest): URL {
  return new URL(request.url, `https://${request.host}`);
}
