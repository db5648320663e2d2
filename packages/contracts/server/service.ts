import { randomUUID } from "node:crypto";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from "fastify";
import { guardRoutes, type Authenticate } from "./access.ts";
import { answerMissingRoutes } from "./missing-routes.ts";
import { describeRoutes, type ServiceTitle } from "./openapi.ts";
import { addProbes, type Readiness } from "./probes.ts";
import { answerProblems, answerUnreadable, type FindMistakes } from "./problem-answers.ts";

/** A Fastify instance whose routes are typed by their TypeBox schemas. */
export type HttpService = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What a service is made of, besides its routes. */
export type ServiceOptions = {
  readonly about: ServiceTitle;
  readonly log: FastifyBaseLogger;
  readonly authenticate: Authenticate;
  readonly readiness: Readiness;
  readonly findMistakes?: FindMistakes;
};

const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_PARAM_LENGTH = 200;

/**
 * Builds a service that has its probes, its guard, its problem answers and its OpenAPI document, and waits for
 * routes. Unknown fields are refused, never dropped, and no text is taken for a number.
 */
export async function createService(options: ServiceOptions): Promise<HttpService> {
  const app: HttpService = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: "idle",
    // What still comes while the service closes is answered like any other request, and its connection let go.
    return503OnClosing: false,
    frameworkErrors: answerUnreadable,
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        useDefaults: false,
        allErrors: true,
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // A compiled serializer would silently drop what a schema does not name; answers are checked by tests instead.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  answerProblems(app, options.findMistakes ?? (() => null));
  answerMissingRoutes(app);
  guardRoutes(app, options.authenticate);
  logRequests(app);
  letGoOnClose(app);
  await describeRoutes(app, options.about);
  addProbes(app, options.readiness);
  return app;
}

function logRequests(app: HttpService): void {
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id).header("cache-control", "no-store");
  });
  app.addHook("onResponse", async (request, reply) => {
    const { config, url = request.url.split("?", 1)[0] } = request.routeOptions;
    const line = {
      requestId: request.id,
      method: request.method,
      route: url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      caller: request.caller?.name,
    };
    if (config.access === "open") request.log.debug(line, "probed");
    else request.log.info(line, "answered");
  });
}

/** Without this a connection that was busy when the service began to close would be kept until it times out. */
function letGoOnClose(app: HttpService): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (isClosing) void reply.header("connection", "close");
  });
}
