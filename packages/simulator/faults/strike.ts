import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { errorBody, refuse } from "../http/answer.ts";
import type { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal.ts";
import type { Tokens } from "../state/tokens.ts";
import type { Fault } from "./fault.ts";
import type { Faults } from "./faults.ts";
import { pause, trickle, untilHungUp } from "./slow-answer.ts";

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
    case "tokenExpiry":
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
    case "delay":
    case "slowBody":
    case "malformedBody":
    case "silentDrop":
      return null;
  }
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
    await untilHungUp(request);
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
  if (fault.kind === "resetAfter" || fault.kind === "timeoutAfter") await untilHungUp(request);
  const refusal = fault.kind.endsWith("After") ? refusalFor(fault) : null;
  if (refusal !== null) {
    reply.code(refusal.status).headers(refusal.headers ?? {});
    return JSON.stringify(errorBody(request, refusal));
  }
  const text = typeof payload === "string" ? payload : "";
  if (fault.kind === "malformedBody") return text.slice(0, Math.floor(text.length / 2));
  if (fault.kind === "slowBody" && text.length > 1) return trickle(request, text, fault.slowMs);
  if (fault.kind === "slowBody" || fault.kind === "delay") await pause(request, fault.slowMs);
  return payload;
}

/** Lets ordered faults strike: before the request is handled, or between that and the answer. */
export function letFaultsStrike(
  app: FastifyInstance,
  {
    faults,
    tokens,
    isBatchItem: isItem,
  }: { faults: Faults; tokens: Tokens; isBatchItem: (request: FastifyRequest) => boolean },
): void {
  app.decorateRequest("fault", null);
  app.addHook("preHandler", async (request, reply) => {
    const { method, url, body } = request;
    const isBatchItem = isItem(request);
    const struck = faults.strike({ method, url, body, isBatchItem });
    if (struck === null) return;
    request.fault = isBatchItem ? lostInBatch(struck) : struck;
    if (struck.kind === "tokenExpiry") {
      tokens.expire(request.headers.authorization?.replace(/^Bearer /u, "") ?? "");
    }
    await strikeBefore(request, reply, request.fault);
  });
  app.addHook("onSend", async (request, reply, payload) =>
    request.fault === null ? payload : strikeAfter(request, reply, request.fault, payload),
  );
}
