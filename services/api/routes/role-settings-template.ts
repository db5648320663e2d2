import { Id, RoleSettingsTemplateDocument, shape } from "@standdown/contracts";
import type { HttpService } from "@standdown/contracts/server";
import { exportSettings } from "@standdown/domain";
import type { ApiParts } from "../build-api.ts";

/** The settings of a tenant's roles as a plan would say them, so that they can be copied. */
export function addRoleSettingsTemplate(app: HttpService, { store }: ApiParts): void {
  app.get(
    "/v1/inventories/:id/role-settings-template",
    {
      config: { access: "anyCaller", refusals: ["inventoryNotUsable"] },
      schema: {
        operationId: "readRoleSettingsTemplate",
        summary:
          "The settings of the tenant's roles as a part of a plan's spec: templates, and which roles get them",
        params: shape({ id: Id }),
        response: { 200: RoleSettingsTemplateDocument },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const inventory = await store.readInventory(id);
      if (inventory === null) return reply.refuse("notFound", `there is no inventory ${id}`);
      if (inventory.state !== "completed") {
        return reply.refuse("inventoryNotUsable", `the inventory is ${inventory.state}`);
      }
      const facts = await store.loadTenantFacts(id);
      const roleSettings = facts === null ? null : exportSettings(facts);
      if (roleSettings === null || roleSettings.assign.length === 0) {
        return reply.refuse("inventoryNotUsable", "the inventory has no settings of roles");
      }
      return { roleSettings };
    },
  );
}
