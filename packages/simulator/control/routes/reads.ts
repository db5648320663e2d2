import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { objectNotFound } from "../../refusal.ts";
import { formatTimestamp } from "../../timestamp.ts";
import { refuse } from "../answer.ts";
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
  app.get<{ Params: { role: string } }>("/role-settings/:role", async (request, reply) => {
    tenant.settle();
    const { role } = request.params;
    const rules = tenant.policies.ofRole(role)?.rules;
    return rules === undefined ? refuse(reply, objectNotFound(role)) : { rules };
  });
}
