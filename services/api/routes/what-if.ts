import { Id, refTo, shape, WhatIfDocument } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import type { ApiParts } from "../build-api.ts";

/** What a rollout would do and take, counted. */
export function addWhatIf(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/what-if",
    {
      config: { access: "anyCaller", refusals: ["stateConflict"] },
      schema: {
        operationId: "readWhatIf",
        summary:
          "What the rollout would do, by disposition, role and wave, and a forecast of time, licences and mails",
        params: shape({ id: Id }),
        response: { 200: refTo(WhatIfDocument) },
      },
    },
    async (request, reply) => {
      const rollout = await store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      const whatIf = await store.readWhatIf(rollout.id);
      if (whatIf !== null) return whatIf;
      const why =
        rollout.manifestDigest === null
          ? `the rollout is ${rollout.state}: it has no manifest`
          : "the rollout was compiled by a release that did not count this";
      return reply.refuse("stateConflict", why);
    },
  );
}
