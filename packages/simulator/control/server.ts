import type { FastifyInstance } from "fastify";
import Fastify from "fastify";
import type { SeedFacts } from "../seed/tenant.ts";
import type { Faults } from "../state/faults.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveClock } from "./routes/clock.ts";
import { serveConditions } from "./routes/conditions.ts";
import { serveEvents } from "./routes/events.ts";
import { serveFaults } from "./routes/faults.ts";
import { serveNewcomers } from "./routes/newcomers.ts";
import { serveQuirks } from "./routes/quirks.ts";
import { serveStateReads } from "./routes/reads.ts";
import { serveUserActions } from "./routes/user-actions.ts";

/** What the control surface works on. */
export interface ControlOptions {
  readonly tenant: Tenant;
  readonly faults: Faults;
  readonly facts: SeedFacts;
}

/** Makes the control surface: plain http, for tests and demonstrations on the same machine. It does not listen yet. */
export function buildControlServer(options: ControlOptions): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
  });
  for (const serve of [
    serveStateReads,
    serveClock,
    serveFaults,
    serveQuirks,
    serveConditions,
    serveUserActions,
    serveEvents,
    serveNewcomers,
  ]) {
    serve(app, options);
  }
  return app;
}
