import type { FastifyReply, FastifyRequest } from "fastify";

/** Why the authority gives no token: OAuth's word, and the number that Microsoft's texts begin with. */
export interface TokenError {
  readonly status: 400 | 401;
  readonly error:
    | "invalid_request"
    | "invalid_client"
    | "invalid_scope"
    | "unauthorized_client"
    | "unsupported_grant_type";
  /** Without `AADSTS`. */
  readonly code: number;
  readonly text: string;
}

/** A client that could not prove who it is. */
export function invalidClient(code: number, text: string): TokenError {
  return { status: 401, error: "invalid_client", code, text };
}

/** Answers as Entra does. */
export function refuseToken(request: FastifyRequest, reply: FastifyReply, problem: TokenError): FastifyReply {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
  return reply.code(problem.status).send({
    error: problem.error,
    error_description:
      `AADSTS${problem.code}: ${problem.text} Trace ID: ${request.answerId} ` +
      `Correlation ID: ${request.clientRequestId} Timestamp: ${timestamp}`,
    error_codes: [problem.code],
    timestamp,
    trace_id: request.answerId,
    correlation_id: request.clientRequestId,
  });
}
