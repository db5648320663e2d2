import {
  Id,
  keysOf,
  ManifestEntryDocument,
  pageAsked,
  pageOf,
  pageQuery,
  refTo,
  shape,
} from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { CLASSES, classesOf, DISPOSITIONS, REASONS, sentenceOf, type ManifestEntry } from "@standdown/domain";
import { Type } from "typebox";
import type { ApiParts } from "../build-api.ts";

const query = shape({
  ...pageQuery,
  wave: Type.Optional(Type.String({ minLength: 1, description: "The wave's name." })),
  disposition: Type.Optional(Type.Enum([...DISPOSITIONS])),
  reason: Type.Optional(Type.Enum(keysOf(REASONS))),
  class: Type.Optional(Type.Enum(keysOf(CLASSES))),
  roleDefinitionId: Type.Optional(Type.String({ minLength: 1 })),
  principalId: Type.Optional(Type.String({ minLength: 1 })),
});

/** Reading what becomes of every assignment, also of those that nothing is done to. */
export function addEntries(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/entries",
    {
      config: { access: "anyCaller", refusals: ["stateConflict"] },
      schema: {
        operationId: "listEntries",
        summary:
          "What becomes of every assignment and why, by disposition, reason, class, role, wave or principal",
        params: shape({ id: Id }),
        querystring: query,
        response: { 200: pageOf(refTo(ManifestEntryDocument)) },
      },
    },
    async (request, reply) => {
      const { wave, cursor, limit, ...filter } = request.query;
      const rollout = await store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      if (rollout.manifestDigest === null) {
        return reply.refuse("stateConflict", `the rollout is ${rollout.state}: it has no manifest`);
      }
      const named = rollout.waves.find((candidate) => candidate.name === wave);
      if (wave !== undefined && named === undefined) {
        return reply.refuse("notFound", `the rollout has no wave "${wave}"`);
      }
      const page = await store.listManifestEntries(rollout.id, {
        ...filter,
        wavePosition: named?.position,
        ...pageAsked({ ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit }) }),
      });
      const waveNameOf = (position: number | null): string | null =>
        position === null ? null : (rollout.waves[position]?.name ?? null);
      return {
        items: page.items.map((entry) => documentOf(entry, waveNameOf(entry.wavePosition))),
        next: page.next,
      };
    },
  );
}

function documentOf(entry: ManifestEntry, wave: string | null): ManifestEntryDocument {
  const { key, assignmentId, disposition, reason, detail, evidence, beforeImage } = entry;
  const sentence = sentenceOf(entry);
  const classes = classesOf(evidence);
  return { key, assignmentId, disposition, reason, detail, sentence, wave, classes, evidence, beforeImage };
}
