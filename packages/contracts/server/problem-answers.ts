import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  PROBLEM_MEDIA_TYPE,
  PROBLEMS,
  problemOf,
  type ProblemCode,
  type RequestMistake,
} from "../problem.ts";
import { mistakesIn } from "./mistakes.ts";

declare module "fastify" {
  interface FastifyReply {
    /** Answers with a problem. An empty detail leaves the table's advice. Resolves when it is sent. */
    refuse(code: ProblemCode, detail: string, errors?: readonly RequestMistake[]): Promise<void>;
  }
}

/** What Fastify finds wrong with a request before a route sees it, by its code. */
const FRAMEWORK_ERRORS: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupportedMediaType",
  FST_ERR_CTP_BODY_TOO_LARGE: "tooLarge",
  FST_ERR_CTP_EMPTY_JSON_BODY: "bodyMalformed",
  FST_ERR_CTP_INVALID_JSON_BODY: "bodyMalformed",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "bodyMalformed",
};

/** Codes of Node and PostgreSQL which say that a server is not there, is starting or has no room. */
const OUT_OF_REACH =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|57P0[1-3]|53300|08\d{3})$/;

/** The mistakes of a caller that came to light as an exception; null where it is none. */
export type FindMistakes = (error: unknown) => readonly RequestMistake[] | null;

/** Makes every answer that is not a success a problem document, and keeps what went wrong inside to the log. */
export function answerProblems(app: FastifyInstance, findMistakes: FindMistakes): void {
  app.decorateReply(
    "refuse",
    async function refuse(this: FastifyReply, code: ProblemCode, detail: string, errors = []) {
      const problem = problemOf(code, { requestId: this.request.id, detail, errors });
      await this.code(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
    },
  );
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const mistakes = findMistakes(error);
    if (mistakes !== null) return reply.refuse("bodyInvalid", "", mistakes);
    return answerError(error, request, reply);
  });
}

/** Answers to a request whose address can't even be read; there is no route and no hook for it. */
export function answerUnreadable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf("bodyMalformed", { requestId: request.id, detail: "the address can't be read" });
  void reply.code(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
}

async function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (error.validation !== undefined) {
    if (error.validationContext === "params") return reply.refuse("notFound", "");
    const mistakes = mistakesIn(error.validation, error.validationContext);
    return reply.refuse("bodyInvalid", "", mistakes);
  }
  const known = FRAMEWORK_ERRORS[error.code];
  if (known !== undefined) return reply.refuse(known, error.message);
  // The JSON parser's own errors carry no code of Fastify, only the status.
  if (error.statusCode === PROBLEMS.bodyMalformed.status) return reply.refuse("bodyMalformed", error.message);
  request.log.error({ err: error }, "a request failed");
  return reply.refuse(OUT_OF_REACH.test(error.code) ? "unavailable" : "internal", "");
}
