import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import Fastify from "fastify";
import { refuse } from "./http/answer.ts";
import { authorizeRequests } from "./http/authorize.ts";
import { readBodies, UnreadableBody } from "./http/bodies.ts";
import { identifyRequests } from "./http/identify.ts";
import { letPagesBeQuirky } from "./http/paging.ts";
import { letFaultsStrike } from "./http/strike.ts";
import type { Random } from "./random.ts";
import { badRequest, refusalOf } from "./refusal.ts";
import { serveBatch } from "./routes/batch.ts";
import { serveDirectory } from "./routes/directory.ts";
import { serveOrganization } from "./routes/organization.ts";
import { servePolicies } from "./routes/policies.ts";
import { serveRoleAssignmentWrites } from "./routes/role-assignments.ts";
import { serveRoleManagement } from "./routes/role-management.ts";
import { serveScheduleRequests } from "./routes/schedule-requests.ts";
import type { ClientIdentity } from "./routes/token.ts";
import { serveTokens } from "./routes/token.ts";
import type { Faults } from "./state/faults.ts";
import type { Tenant } from "./state/tenant.ts";
import type { Tokens } from "./state/tokens.ts";

/** What the server works on. */
export interface TenantServerOptions {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly identity: ClientIdentity;
  /** For the ids of answers. */
  readonly random: Random;
  readonly certificate: { readonly key: string; readonly cert: string };
  readonly directoryPageSize: number;
  readonly rolePageSize: number;
}

const BATCH_MARK = "x-simulator-batch-item";
/** Ids of policies' assignments have more than a hundred characters, Fastify's own limit. */
const MAXIMUM_PARAMETER_LENGTH = 400;

function serveVersion(app: FastifyInstance, options: TenantServerOptions, isBeta: boolean): void {
  const { tenant } = options;
  serveRoleManagement(app, tenant, { isBeta, pageSize: options.rolePageSize });
  serveScheduleRequests(app, tenant);
  serveRoleAssignmentWrites(app, tenant);
  servePolicies(app, tenant);
  serveDirectory(app, tenant, options.directoryPageSize);
  serveOrganization(app, tenant);
}

/** Makes the server: the authority and Microsoft Graph under one roof. It does not listen yet. */
export function buildTenantServer(options: TenantServerOptions): FastifyInstance {
  const app: FastifyInstance = Fastify({
    https: { key: options.certificate.key, cert: options.certificate.cert },
    forceCloseConnections: true,
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: MAXIMUM_PARAMETER_LENGTH,
    },
  });
  const batchSecret = randomBytes(16).toString("hex");
  readBodies(app);
  identifyRequests(app, options.random);
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof UnreadableBody) return refuse(request, reply, badRequest(error.message));
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return refuse(request, reply, refusalOf("internalServerError"));
  });
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ""] = request.url.split("?");
    return refuse(request, reply, badRequest(`Resource not found for the segment '${path}'.`));
  });
  serveTokens(app, options.identity, options.tokens);
  for (const version of ["v1.0", "beta"] as const) {
    app.register(
      async (graph) => {
        graph.addHook("onRequest", async () => {
          options.tenant.settle();
        });
        authorizeRequests(graph, options.tenant, options.tokens);
        letFaultsStrike(graph, options.faults, (request) => request.headers[BATCH_MARK] === batchSecret);
        letPagesBeQuirky(graph, options.tenant);
        serveVersion(graph, options, version === "beta");
        serveBatch(graph, { [BATCH_MARK]: batchSecret });
      },
      { prefix: `/${version}` },
    );
  }
  return app;
}
