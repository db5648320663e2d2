import { DriftDocument, Id, pageAsked, pageQuery, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import type { ApiParts } from "../build-api.ts";

/** What in the tenant is not as it was approved, for whoever signs again. */
export function addDrift(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/drift",
    {
      config: { access: "anyCaller", refusals: ["stateConflict"] },
      schema: {
        operationId: "readDrift",
        summary: "What was not as approved when the rollout was last to start, assignment by assignment",
        params: shape({ id: Id }),
        querystring: shape(pageQuery),
        response: { 200: DriftDocument },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const rollout = await store.loadRollout(id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${id}`);
      const { driftCheck: check, state } = rollout;
      if (check === null) {
        return reply.refuse("stateConflict", `the rollout is ${state}: nobody has started it yet`);
      }
      return { check, ...(await store.listDriftRows(check.id, pageAsked(request.query))) };
    },
  );
}
