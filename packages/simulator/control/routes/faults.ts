import type { FastifyInstance } from "fastify";
import type { Fault } from "../../faults/fault.ts";
import { FAULT_KINDS } from "../../faults/fault.ts";
import { flag, objectOf, text } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const FAULT = objectOf(
  {
    name: { anyOf: [text, { type: "null" }], default: null },
    match: objectOf({ method: text, pathContains: text, bodyContains: text, isBatchItem: flag }, []),
    kind: { type: "string", enum: [...FAULT_KINDS] },
    at: { type: "integer", minimum: 1, default: 1 },
    count: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }], default: 1 },
    probability: { type: "number", exclusiveMinimum: 0, maximum: 1, default: 1 },
    per: { type: "string", enum: ["all", "target"], default: "all" },
    retryAfterSeconds: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }], default: null },
    slowMs: { type: "integer", minimum: 1, maximum: 600_000, default: 1000 },
  },
  ["match", "kind"],
);

/** Faults on demand, and what they have struck. */
export function serveFaults(app: FastifyInstance, { faults }: ControlOptions): void {
  const told = (): object => ({ faults: faults.list(), struck: faults.struck() });
  app.get("/faults", async () => told());
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
      return reply.send(told());
    },
  );
  app.delete("/faults", async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}
