import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Contract, Finding } from "../contract/contract.ts";
import { refusalOf } from "../refusal.ts";
import { errorBody } from "./answer.ts";

const VERSION = /^\/(?:v1\.0|beta)(?=\/)/iu;

function parsed(payload: string): unknown {
  if (payload === "") return undefined;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

function findingsOf(
  contract: Contract,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): readonly Finding[] {
  return contract.check({
    method: request.method,
    url: request.url.replace(VERSION, ""),
    requestBody: request.body ?? undefined,
    status: reply.statusCode,
    answerBody: typeof payload === "string" ? parsed(payload) : undefined,
  });
}

/**
 * Checks every request to Microsoft Graph and every answer, before faults strike it. An answer that breaks the
 * contract is a mistake of this simulator: it becomes a 500, and a line on standard error says what is wrong.
 */
export function checkContract(app: FastifyInstance, contract: Contract): void {
  app.addHook("onSend", async (request, reply, payload) => {
    if (!VERSION.test(request.url)) return payload;
    const mistakes = findingsOf(contract, request, reply, payload).filter((one) => one.side === "answer");
    if (mistakes.length === 0) return payload;
    const what = mistakes.map((mistake) => mistake.what).join("; ");
    process.stderr.write(
      `The answer ${reply.statusCode} to ${request.method} ${request.url} breaks the contract: ${what}\n`,
    );
    const { status, code } = refusalOf("internalServerError");
    reply.code(status);
    return JSON.stringify(errorBody(request, { status, code, message: `The contract is broken: ${what}` }));
  });
}
