import type { FastifyInstance } from "fastify";
import type { Profile, QuirkName, QuirkUnit } from "../../quirks/catalogue.ts";
import { PROFILES, QUIRK_NAMES, QUIRKS } from "../../quirks/catalogue.ts";
import { objectOf } from "../body.ts";
import type { ControlOptions } from "../server.ts";

const SHAPES: Readonly<Record<QuirkUnit, object>> = {
  share: { type: "number", minimum: 0, maximum: 1 },
  ms: { type: "integer", minimum: 0 },
  count: { type: "integer", minimum: 0 },
};

const CHANGES = objectOf(
  {
    profile: { type: "string", enum: [...PROFILES] },
    ...Object.fromEntries(QUIRK_NAMES.map((name) => [name, SHAPES[QUIRKS[name].unit]])),
  },
  [],
);

/** The quirks: the whole table, a profile at once, or some by name. */
export function serveQuirks(app: FastifyInstance, { tenant }: ControlOptions): void {
  const told = (): object => ({
    profile: tenant.quirks.profile,
    ...Object.fromEntries(tenant.quirks.values),
  });
  app.get("/quirks", async () => ({ ...told(), table: QUIRKS }));
  app.post<{ Body: Partial<Record<QuirkName, number>> & { profile?: Profile } }>(
    "/quirks",
    { schema: { body: CHANGES } },
    (request, reply) => {
      const { profile, ...values } = request.body;
      tenant.settle();
      if (profile !== undefined) tenant.quirks.useProfile(profile);
      tenant.quirks.change(
        QUIRK_NAMES.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const])),
      );
      tenant.quirksChanged();
      return reply.send(told());
    },
  );
}
