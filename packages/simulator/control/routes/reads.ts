import type { FastifyInstance } from "fastify";
import { formatTimestamp } from "../../timestamp.ts";
import type { ControlOptions } from "../server.ts";
import { countState, dumpState } from "../state-dump.ts";

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
  app.get("/state", async () => {
    tenant.settle();
    return dumpState(tenant);
  });
}
