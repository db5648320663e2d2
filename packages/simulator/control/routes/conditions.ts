import type { FastifyInstance } from "fastify";
import { flag, objectOf } from "../body.ts";
import type { ControlOptions } from "../server.ts";

/** What the tenant is allowed as a whole. */
export function serveConditions(app: FastifyInstance, { tenant }: ControlOptions): void {
  app.post<{ Body: { premium: boolean } }>(
    "/licence",
    { schema: { body: objectOf({ premium: flag }, ["premium"]) } },
    (request, reply) => {
      tenant.switches.isPremium = request.body.premium;
      return reply.send({ premium: tenant.switches.isPremium });
    },
  );
  app.post<{ Body: { refuse: 401 | 403 | null } }>(
    "/permissions",
    { schema: { body: objectOf({ refuse: { enum: [401, 403, null] } }, ["refuse"]) } },
    (request, reply) => {
      tenant.switches.refuseWith = request.body.refuse;
      return reply.send({ refuse: tenant.switches.refuseWith });
    },
  );
}
