import { ConversionDocument, Id, pageAsked, pageOf, pageQuery, refTo, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { CONVERSION_STATES, EFFECTIVE_DISPOSITIONS } from "@standdown/domain";
import { Type } from "typebox";
import type { ApiParts } from "../build-api.ts";

const query = shape({
  ...pageQuery,
  wave: Type.Optional(Type.String({ minLength: 1, description: "The wave's name." })),
  state: Type.Optional(Type.Enum([...CONVERSION_STATES])),
  disposition: Type.Optional(Type.Enum([...EFFECTIVE_DISPOSITIONS])),
  principalId: Type.Optional(Type.String({ minLength: 1 })),
});

/** Reading what is moved or taken away, one by one. */
export function addConversions(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/conversions",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listConversions",
        summary: "The conversions of a rollout, by wave, state, disposition or principal",
        params: shape({ id: Id }),
        querystring: query,
        response: { 200: pageOf(refTo(ConversionDocument)) },
      },
    },
    async (request, reply) => {
      const { wave, state, disposition, principalId, ...page } = request.query;
      const rollout = await store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      const named = rollout.waves.find((candidate) => candidate.name === wave);
      if (wave !== undefined && named === undefined) {
        return reply.refuse("notFound", `the rollout has no wave "${wave}"`);
      }
      return store.listConversions(rollout.id, {
        wavePosition: named?.position ?? null,
        state: state ?? null,
        disposition: disposition ?? null,
        principalId: principalId ?? null,
        ...pageAsked(page),
      });
    },
  );
  app.get(
    "/v1/conversions/:id",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readConversion",
        summary: "One conversion with its steps",
        params: shape({ id: Id }),
        response: { 200: refTo(ConversionDocument) },
      },
    },
    async (request, reply) => {
      const conversion = await store.readConversion(request.params.id);
      return conversion ?? reply.refuse("notFound", `there is no conversion ${request.params.id}`);
    },
  );
}
