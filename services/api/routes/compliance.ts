import { ComplianceDocument, Id, refTo, RolloutComplianceDocument, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import type { ApiParts } from "../build-api.ts";

const params = shape({ id: Id });

/** What the public checks say: of an inventory, and before and after a rollout. */
export function addCompliance(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/inventories/:id/compliance",
    {
      config: { access: "anyCaller", refusals: ["inventoryNotUsable"] },
      schema: {
        operationId: "readInventoryCompliance",
        summary: "What the public compliance checks say of the tenant as it was read",
        params,
        response: { 200: refTo(ComplianceDocument) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const compliance = await store.readInventoryCompliance(id);
      if (compliance !== null) return compliance;
      const inventory = await store.readInventory(id);
      if (inventory === null) return reply.refuse("notFound", `there is no inventory ${id}`);
      const stands =
        inventory.state === "completed"
          ? "the inventory has just been completed, and its checks are being computed: ask again"
          : `the inventory is ${inventory.state}`;
      return reply.refuse("inventoryNotUsable", stands);
    },
  );
  app.get(
    "/v1/rollouts/:id/compliance",
    {
      config: { access: "anyCaller", refusals: ["stateConflict"] },
      schema: {
        operationId: "readRolloutCompliance",
        summary: "What the public compliance checks say of the tenant before and after the rollout",
        params,
        response: { 200: RolloutComplianceDocument },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const compliance = await store.readRolloutCompliance(id);
      if (compliance !== null) return compliance;
      const rollout = await store.loadRollout(id);
      if (rollout === null) return reply.refuse("notFound", `there is no rollout ${id}`);
      return reply.refuse("stateConflict", `the rollout is ${rollout.state}: it has no manifest`);
    },
  );
}
