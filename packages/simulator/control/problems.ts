import type { FastifyError, FastifyInstance, FastifySchemaValidationError } from "fastify";
import { badRequest } from "../refusal.ts";
import { refuse } from "./answer.ts";

/** All that is wrong with a request in one sentence, with the names of the fields. */
export function sayProblems(problems: readonly FastifySchemaValidationError[], where: string): string {
  return problems.map((problem) => sayProblem(problem, where)).join("; ");
}

function sayProblem({ instancePath, keyword, message, params }: FastifySchemaValidationError, where: string) {
  const at = `${where}${instancePath.replaceAll("/", ".")}`;
  if (keyword === "additionalProperties")
    return `${at} has no field "${String(params["additionalProperty"])}"`;
  if (keyword === "enum") return `${at} must be one of ${JSON.stringify(params["allowedValues"])}`;
  return `${at} ${message ?? "is wrong"}`;
}

/** Whatever is wrong is told in the same shape, with what it is. */
export function refuseLikeGraph(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) process.stderr.write(`${error.stack ?? error.message}\n`);
    return refuse(reply, { ...badRequest(error.message), status });
  });
  app.setNotFoundHandler(async (request, reply) => {
    const message = `There is no ${request.method} ${request.url.split("?")[0]} on the control surface.`;
    return refuse(reply, { status: 404, code: "NotFound", message });
  });
}
