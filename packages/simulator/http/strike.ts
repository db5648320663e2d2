import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { Fault, Faults } from "../state/faults.ts";
import { errorBody, refuse } from "./answer.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The fault that strikes this request. */
    fault: Fault | null;
  }
}

function refusalFor(fault: Fault): Refusal | null {
  const retryAfter: Record<string, string> =
    fault.retryAfterSeconds === null ? {} : { "retry-after": String(fault.retryAfterSeconds) };
  switch (fault.kind) {
    case "401":
      return refusalOf("invalidToken");
    case "403":
      return refusalOf("insufficientPrivileges");
    case "429":
      return {
        ...refusalOf("tooManyRequests"),
        headers: { ...retryAfter, "x-ms-throttle-information": "WriteLimitExceeded" },
      };
    case "500":
    case "500After":
      return refusalOf("internalServerError");
    case "502":
      return refusalOf("badGateway");
    case "503":
    case "503After":
      return { ...refusalOf("serviceNotAvailable"), headers: retryAfter };
    case "504":
    case "504After":
      return refusalOf("gatewayTimeout");
    case "reset":
    case "resetAfter":
    case "timeoutBefore":
    case "timeoutAfter":
    case "malformedBody":
    case "silentDrop":
      return null;
  }
}

/** Ends when the caller has hung up: the answer never comes. */
function neverAnswer(request: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    if (request.raw.socket.destroyed) resolve();
    else request.raw.socket.once("close", () => resolve());
  });
}

/** What cannot be done to one item of a batch is a time-out of the front door there. */
function lostInBatch(fault: Fault): Fault {
  if (fault.kind === "reset" || fault.kind === "timeoutBefore") return { ...fault, kind: "504" };
  if (fault.kind === "resetAfter" || fault.kind === "timeoutAfter") return { ...fault, kind: "504After" };
  return fault;
}

async function strikeBefore(request: FastifyRequest, reply: FastifyReply, fault: Fault): Promise<void> {
  if (fault.kind === "reset") request.raw.socket.destroy();
  if (fault.kind === "reset" || fault.kind === "timeoutBefore") {
    reply.hijack();
    await neverAnswer(request);
    return;
  }
  const refusal = fault.kind.endsWith("After") ? null : refusalFor(fault);
  if (refusal !== null) await refuse(request, reply, refusal);
}

async function strikeAfter(
  request: FastifyRequest,
  reply: FastifyReply,
  fault: Fault,
  payload: unknown,
): Promise<unknown> {
  if (fault.kind === "resetAfter") request.raw.socket.destroy();
  if (fault.kind === "resetAfter" || fault.kind === "timeoutAfter") await neverAnswer(request);
  const refusal = fault.kind.endsWith("After") ? refusalFor(fault) : null;
  if (refusal !== null) {
    reply.code(refusal.status).headers(refusal.headers ?? {});
    return JSON.stringify(errorBody(request, refusal));
  }
  return fault.kind === "malformedBody" && typeof payload === "string"
    ? payload.slice(0, Math.floor(payload.length / 2))
    : payload;
}

/** Lets ordered faults strike: before the request is handled, or between that and the answer. */
export function letFaultsStrike(
  app: FastifyInstance,
  faults: Faults,
  isBatchItem: (request: FastifyRequest) => boolean,
): void {
  app.decorateRequest("fault", null);
  app.addHook("preHandler", async (request, reply) => {
    const body = request.body === undefined ? "" : JSON.stringify(request.body);
    const struck = faults.strike({ method: request.method, url: request.url, body });
    if (struck === null) return;
    request.fault = isBatchItem(request) ? lostInBatch(struck) : struck;
    await strikeBefore(request, reply, request.fault);
  });
  app.addHook("onSend", async (request, reply, payload) =>
    request.fault === null ? payload : strikeAfter(request, reply, request.fault, payload),
  );
}
