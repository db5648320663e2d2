import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { formatTimestamp } from "../../timestamp.ts";
import type { ControlOptions } from "../server.ts";
import { countState, stateText } from "../state-dump.ts";

/** What there is, past all lags and quirks. */
export function serveStateReads(app: FastifyInstance, { tenant, facts }: ControlOptions): void {
  app.get("/tenant", async () => {
    tenant.settle();
    return { ...facts, epochAt: formatTimestamp(facts.epochAt), counts: countState(tenant) };
  });
  app.get("/watchdog", async () => {
    tenant.settle();
    const { violations, lapseCount } = tenant.watchdog;
    return {
      count: violations.length,
      lapseCount,
      violations: violations.map((violation) => ({ ...violation, at: formatTimestamp(violation.at) })),
    };
  });
  app.get("/state", async (_request, reply) => {
    tenant.settle();
    return reply.type("application/json; charset=utf-8").send(Readable.from(stateText(tenant)));
  });
}
