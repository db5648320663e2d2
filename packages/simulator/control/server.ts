import type { FastifyInstance } from "fastify";
import Fastify from "fastify";
import type { Contract } from "../contract/contract.ts";
import type { ClientIdentity } from "../authority/client-identity.ts";
import type { SeedFacts } from "../seed/tenant.ts";
import type { Faults } from "../faults/faults.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Throttle } from "../throttle/throttle.ts";
import { refuseLikeGraph, sayProblems } from "./problems.ts";
import { serveApprovalDecisions } from "./routes/approvals.ts";
import type { Tokens } from "../state/tokens.ts";
import { serveCallers } from "./routes/callers.ts";
import { serveClock } from "./routes/clock.ts";
import { serveConditions } from "./routes/conditions.ts";
import { serveContract } from "./routes/contract.ts";
import { serveEvents } from "./routes/events.ts";
import { serveFaults } from "./routes/faults.ts";
import { serveLimits } from "./routes/limits.ts";
import { serveLife } from "./routes/life.ts";
import { serveMails } from "./routes/mails.ts";
import { serveManagedIdentity } from "./routes/managed-identity.ts";
import { serveNewcomers } from "./routes/newcomers.ts";
import { serveQuirks } from "./routes/quirks.ts";
import { serveStateReads } from "./routes/reads.ts";
import { serveUserActions } from "./routes/user-actions.ts";

/** What the control surface works on. */
export interface ControlOptions {
  readonly tenant: Tenant;
  readonly faults: Faults;
  readonly throttle: Throttle;
  readonly facts: SeedFacts;
  /** Null when nothing is checked. */
  readonly contract: Contract | null;
  readonly tokens: Tokens;
  readonly identity: ClientIdentity;
}

/** Makes the control surface: plain http, for tests and demonstrations on the same machine. It does not listen yet. */
export function buildControlServer(options: ControlOptions): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
    schemaErrorFormatter: (problems, where) => new Error(sayProblems(problems, where)),
  });
  refuseLikeGraph(app);
  serveControl(app, options);
  return app;
}

/** All routes of the control surface. */
export function serveControl(app: FastifyInstance, options: ControlOptions): void {
  for (const serve of [
    serveStateReads,
    serveClock,
    serveFaults,
    serveLimits,
    serveQuirks,
    serveConditions,
    serveUserActions,
    serveApprovalDecisions,
    serveLife,
    serveEvents,
    serveMails,
    serveContract,
    serveCallers,
    serveManagedIdentity,
    serveNewcomers,
  ]) {
    serve(app, options);
  }
}
