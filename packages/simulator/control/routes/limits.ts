import type { FastifyInstance } from "fastify";
import type { Allowance, LimitName, LimitPreset } from "../../throttle/limits.ts";
import { allowancesOf, LIMIT_NAMES, LIMIT_PRESETS } from "../../throttle/limits.ts";
import { objectOf } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const ALLOWANCE = {
  anyOf: [
    objectOf({ count: { type: "integer", minimum: 1 }, windowMs: { type: "integer", minimum: 1 } }, [
      "count",
      "windowMs",
    ]),
    { type: "null" },
  ],
};

/** What `pimWrites` allows is a quirk, and is set there. */
const SETTABLE = LIMIT_NAMES.filter((name) => name !== "pimWrites");

const LIMITS_BODY = objectOf(
  {
    preset: { type: "string", enum: [...LIMIT_PRESETS], default: "published" },
    ...Object.fromEntries(SETTABLE.map((name) => [name, ALLOWANCE])),
  },
  [],
);

/** The limits of the service: what they allow, and how often they were met. */
export function serveLimits(app: FastifyInstance, { throttle }: ControlOptions): void {
  const told = (): object =>
    Object.fromEntries(
      [...throttle.uses()].map(([name, use]) => [name, { allowance: throttle.allowance(name), ...use }]),
    );
  app.get("/limits", async () => told());
  app.put<{ Body: Partial<Record<LimitName, Allowance | null>> & { preset: LimitPreset } }>(
    "/limits",
    { schema: { body: LIMITS_BODY } },
    (request, reply) => {
      const { preset, ...changes } = request.body;
      throttle.allow({ ...allowancesOf(preset), ...changes });
      return reply.send(told());
    },
  );
}
