import type { FastifyInstance } from "fastify";
import { parseDuration } from "../../duration.ts";
import { badRequest } from "../../refusal.ts";
import { formatTimestamp } from "../../timestamp.ts";
import { refuse } from "../answer.ts";
import { objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

/** The tenant's clock. */
export function serveClock(app: FastifyInstance, { tenant }: ControlOptions): void {
  app.get("/clock", async () => ({ now: formatTimestamp(tenant.settle()) }));
  app.post<{ Body: { advance: string } }>(
    "/clock",
    { schema: { body: objectOf({ advance: text }, ["advance"]) } },
    async (request, reply) => {
      const byMs = parseDuration(request.body.advance);
      if (byMs === null) return refuse(reply, badRequest("advance must be a duration such as PT5M."));
      tenant.clock.advance(byMs);
      return { now: formatTimestamp(tenant.settle()) };
    },
  );
}
