import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import Fastify from "fastify";
import type { Contract } from "./contract/contract.ts";
import type { ClientIdentity } from "./authority/client-identity.ts";
import { refuse } from "./http/answer.ts";
import { authorizeRequests } from "./http/authorize.ts";
import { readBodies, UnreadableBody } from "./http/bodies.ts";
import { checkContract } from "./http/check-contract.ts";
import { identifyRequests } from "./http/identify.ts";
import { letPagesBeQuirky } from "./http/paging.ts";
import { letFaultsStrike } from "./faults/strike.ts";
import type { Random } from "./random.ts";
import { badRequest, refusalOf } from "./refusal.ts";
import { serveApprovals } from "./routes/approvals.ts";
import { serveAudits } from "./routes/audits.ts";
import { serveBatch } from "./routes/batch.ts";
import { serveAccessControls } from "./routes/access-controls.ts";
import { serveDirectory } from "./routes/directory.ts";
import { serveGroupPim } from "./routes/group-pim.ts";
import { serveDirectoryRelations } from "./routes/directory-relations.ts";
import { serveLicences } from "./routes/licences.ts";
import { serveMail } from "./routes/mail.ts";
import { serveOrganization } from "./routes/organization.ts";
import { servePolicies } from "./routes/policies.ts";
import { servePolicyWrites } from "./routes/policy-writes.ts";
import { serveRoleAssignmentWrites } from "./routes/role-assignments.ts";
import { serveRoleDefinitions } from "./routes/role-definitions.ts";
import { serveRoleManagement } from "./routes/role-management.ts";
import { serveScheduleRequests } from "./routes/schedule-requests.ts";
import { serveTransitiveRoleAssignments } from "./routes/transitive-role-assignments.ts";
import { serveTokens } from "./routes/token.ts";
import type { Faults } from "./faults/faults.ts";
import type { Tenant } from "./state/tenant.ts";
import type { Tokens } from "./state/tokens.ts";
import { throttleRequests } from "./throttle/throttle-requests.ts";
import type { Throttle } from "./throttle/throttle.ts";

/** What the server works on. */
export interface TenantServerOptions {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly throttle: Throttle;
  readonly identity: ClientIdentity;
  /** For the ids of answers. */
  readonly random: Random;
  readonly certificate: { readonly key: string; readonly cert: string };
  readonly directoryPageSize: number;
  readonly rolePageSize: number;
  /** What every request and answer is checked against; null for nothing. */
  readonly contract: Contract | null;
}

const BATCH_MARK = "x-simulator-batch-item";
/** Ids of policies' assignments have more than a hundred characters, Fastify's own limit. */
const MAXIMUM_PARAMETER_LENGTH = 400;

function serveVersion(app: FastifyInstance, options: TenantServerOptions, isBeta: boolean): void {
  const { tenant } = options;
  serveRoleDefinitions(app, tenant, isBeta);
  serveRoleManagement(app, tenant, { pageSize: options.rolePageSize });
  serveScheduleRequests(app, tenant);
  serveRoleAssignmentWrites(app, tenant);
  servePolicies(app, tenant);
  servePolicyWrites(app, tenant);
  serveGroupPim(app, tenant, options.rolePageSize);
  serveDirectory(app, tenant, options.directoryPageSize);
  serveAudits(app, tenant);
  if (isBeta) serveApprovals(app, tenant);
  serveDirectoryRelations(app, tenant, options.directoryPageSize);
  serveOrganization(app, tenant);
  serveLicences(app, tenant);
  serveAccessControls(app, tenant, options.directoryPageSize);
  serveMail(app, tenant);
  if (isBeta) serveTransitiveRoleAssignments(app, tenant, options.rolePageSize);
}

/** Makes the server: the authority and Microsoft Graph under one roof. It does not listen yet. */
export function buildTenantServer(options: TenantServerOptions): FastifyInstance {
  const app: FastifyInstance = Fastify({
    https: { key: options.certificate.key, cert: options.certificate.cert },
    forceCloseConnections: true,
    // An address that cannot be read reaches no route.
    frameworkErrors: (error, request, reply) => {
      refuse(request, reply, { ...badRequest(error.message), status: error.statusCode ?? 400 });
    },
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: MAXIMUM_PARAMETER_LENGTH,
    },
  });
  const batchSecret = randomBytes(16).toString("hex");
  readBodies(app);
  identifyRequests(app, options.random);
  if (options.contract !== null) checkContract(app, options.contract);
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof UnreadableBody) return refuse(request, reply, badRequest(error.message));
    const status: unknown = error instanceof Error ? Reflect.get(error, "statusCode") : null;
    // What Fastify itself refuses: a body that is too large or shorter than was announced.
    if (error instanceof Error && typeof status === "number" && status < 500) {
      return refuse(request, reply, { ...badRequest(error.message), status });
    }
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return refuse(request, reply, refusalOf("internalServerError"));
  });
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ""] = request.url.split("?");
    return refuse(request, reply, badRequest(`Resource not found for the segment '${path}'.`));
  });
  serveTokens(app, options.tenant, options);
  for (const version of ["v1.0", "beta"] as const) {
    app.register(
      async (graph) => {
        graph.addHook("onRequest", async () => {
          options.tenant.settle();
        });
        authorizeRequests(graph, options.tenant, options.tokens);
        throttleRequests(graph, options.throttle, options.tenant.id);
        letFaultsStrike(graph, {
          faults: options.faults,
          tokens: options.tokens,
          isBatchItem: (request) => request.headers[BATCH_MARK] === batchSecret,
        });
        letPagesBeQuirky(graph, options.tenant);
        serveVersion(graph, options, version === "beta");
        serveBatch(graph, { [BATCH_MARK]: batchSecret });
      },
      { prefix: `/${version}` },
    );
  }
  return app;
}
