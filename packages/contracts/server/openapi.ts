import swagger from "@fastify/swagger";
import type { FastifyInstance, RouteOptions } from "fastify";
import { PROBLEM_MEDIA_TYPE, PROBLEMS, Problem, type ProblemCode } from "../problem.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Problems that this route can answer with, besides those that follow from its shape. */
    refusals?: readonly ProblemCode[];
  }
}

/** What the document says about the service as a whole. */
export type ServiceTitle = { readonly title: string; readonly description: string; readonly version: string };

/** Describes every route as OpenAPI 3.1, from the schemas that check its requests, at `/openapi.json`. */
export async function describeRoutes(app: FastifyInstance, info: ServiceTitle): Promise<void> {
  app.addSchema(Problem);
  app.addHook("onRoute", documentProblems);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { ...info },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
      security: [{ bearer: [] }],
    },
    refResolver: { buildLocalReference: (schema, _base, _fragment, index) => nameOf(schema, index) },
  });
  app.get(
    "/openapi.json",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readOpenApi",
        summary: "This document",
        response: { 200: { type: "object", additionalProperties: true } },
      },
    },
    () => app.swagger(),
  );
}

/** Adds each problem that a route can answer with to its schema, by status. */
function documentProblems(route: RouteOptions): void {
  const { schema = {}, config } = route;
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...problemsByShape(route), ...(config?.refusals ?? [])]) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), code])]);
  }
  const answers = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" "),
      content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: "Problem#" } } },
    },
  ]);
  const response: object = Object.assign(Object.fromEntries(answers), schema.response);
  route.schema = { ...schema, ...(config?.access === "open" ? { security: [] } : {}), response };
}

function problemsByShape({ schema = {}, config }: RouteOptions): ProblemCode[] {
  if (config?.access === "open") return [];
  return [
    "unauthenticated",
    ...(config?.access === "anyCaller" ? [] : (["forbidden"] as const)),
    ...(schema.params === undefined ? [] : (["notFound"] as const)),
    ...(schema.body === undefined && schema.querystring === undefined ? [] : (["bodyInvalid"] as const)),
    ...(schema.body === undefined ? [] : (["bodyMalformed", "tooLarge", "unsupportedMediaType"] as const)),
    "internal",
    "unavailable",
  ];
}

function nameOf(schema: { readonly $id?: unknown }, index: number): string {
  return typeof schema.$id === "string" ? schema.$id : `Schema${index}`;
}
