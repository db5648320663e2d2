import { FindingDocument, Id, pageAsked, pageOf, pageQuery, refTo, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import type { ApiParts } from "../build-api.ts";

/** What the guards warn of, for people who sign. */
export function addFindings(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/rollouts/:id/findings",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "listFindings",
        summary: "What the guards warn of, in the order in which it is signed",
        params: shape({ id: Id }),
        querystring: shape(pageQuery),
        response: { 200: pageOf(refTo(FindingDocument)) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const rollout = await store.loadRollout(id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${id}`);
      return store.listFindings(id, pageAsked(request.query));
    },
  );
}
