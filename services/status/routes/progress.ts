import { Id, ProgressDocument, refTo, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { buildProgress } from "@standdown/domain";
import type { StatusParts } from "../build-status.ts";

/** How a rollout stands. */
export function addProgress(app: HttpService, { store, now }: StatusParts): void {
  app.get(
    "/v1/rollouts/:id/progress",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readProgress",
        summary: "Counts by state, rate, estimated end, outcomes and holds, of the rollout and of every wave",
        params: shape({ id: Id }),
        response: { 200: refTo(ProgressDocument) },
      },
    },
    async (request, reply) => {
      const rollout = await store.loadRollout(request.params.id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${request.params.id}`);
      const at = now();
      return buildProgress(rollout, await store.readProgressRows(rollout.id, at), at);
    },
  );
}
