import type { FastifyInstance } from "fastify";
import type { Fault } from "../../state/faults.ts";
import { FAULT_KINDS } from "../../state/faults.ts";
import { objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const FAULT = objectOf(
  {
    match: objectOf({ method: text, pathContains: text, bodyContains: text }, []),
    kind: { type: "string", enum: [...FAULT_KINDS] },
    at: { type: "integer", minimum: 1, default: 1 },
    count: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }], default: 1 },
    probability: { type: "number", exclusiveMinimum: 0, maximum: 1, default: 1 },
    retryAfterSeconds: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }], default: null },
  },
  ["match", "kind"],
);

/** Faults on demand. */
export function serveFaults(app: FastifyInstance, { faults }: ControlOptions): void {
  app.get("/faults", async () => ({ faults: faults.list() }));
  app.post<{ Body: Fault[] }>(
    "/faults",
    {
      schema: { body: { type: "array", items: FAULT, minItems: 1 } },
      // One fault may come without a list around it.
      preValidation: async (request) => {
        if (!Array.isArray(request.body)) request.body = [request.body];
      },
    },
    (request, reply) => {
      faults.order(request.body);
      return reply.send({ faults: faults.list() });
    },
  );
  app.delete("/faults", async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}
