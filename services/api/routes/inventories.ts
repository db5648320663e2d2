import {
  AssignmentDocument,
  EligibilityDocument,
  Id,
  InventoryDocument,
  InventoryOrder,
  pageAsked,
  pageOf,
  pageQuery,
  refTo,
  shape,
} from "@standdown/contracts";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import type { ApiParts } from "../build-api.ts";
import { idempotencyKeyOf } from "../idempotency.ts";
import { wake } from "../run-command.ts";

const params = shape({ id: Id });

/** Reading a tenant, and paging through what was found. */
export function addInventories(app: HttpService, { store, queue, connection }: ApiParts): void {
  app.post(
    "/v1/inventories",
    {
      config: { access: ["author", "operator"], refusals: ["idempotencyMismatch", "idempotencyInProgress"] },
      schema: {
        operationId: "readTenant",
        summary: "Begin to read the tenant's roles, principals and assignments",
        body: InventoryOrder,
        response: { 202: refTo(InventoryDocument) },
      },
    },
    async (request, reply) => {
      const { id } = await store.createInventory({
        tenantId: connection.tenantId,
        requestedBy: callerOf(request).name,
        idempotencyKey: idempotencyKeyOf(request),
        emergencyAccess: request.body?.emergencyAccess ?? [],
      });
      await wake([{ kind: "inventory", inventoryId: id }], queue, request.log);
      const inventory = await store.readInventory(id);
      if (inventory === null) throw new Error(`inventory ${id} was made and is not there`);
      void reply.code(202).header("location", `/v1/inventories/${id}`);
      return inventory;
    },
  );
  app.get(
    "/v1/inventories/:id",
    {
      config: { access: "anyCaller" },
      schema: {
        operationId: "readInventory",
        summary: "How the reading of a tenant stands, and what stopped it where it failed",
        params,
        response: { 200: refTo(InventoryDocument) },
      },
    },
    async (request, reply) => {
      const inventory = await store.readInventory(request.params.id);
      return inventory ?? reply.refuse("notFound", `there is no inventory ${request.params.id}`);
    },
  );
  app.get(
    "/v1/inventories/:id/assignments",
    {
      config: { access: "anyCaller", refusals: ["inventoryNotUsable"] },
      schema: {
        operationId: "listInventoryAssignments",
        summary: "The active assignments that were found",
        params,
        querystring: shape(pageQuery),
        response: { 200: pageOf(refTo(AssignmentDocument)) },
      },
    },
    async (request, reply) => {
      const inventory = await store.readInventory(request.params.id);
      if (inventory === null) return reply.refuse("notFound", `there is no inventory ${request.params.id}`);
      if (inventory.state !== "completed") {
        return reply.refuse("inventoryNotUsable", `the inventory is ${inventory.state}`);
      }
      return store.listInventoryAssignments(inventory.id, pageAsked(request.query));
    },
  );
  app.get(
    "/v1/inventories/:id/eligibilities",
    {
      config: { access: "anyCaller", refusals: ["inventoryNotUsable"] },
      schema: {
        operationId: "listInventoryEligibilities",
        summary: "The eligible assignments that were found",
        params,
        querystring: shape(pageQuery),
        response: { 200: pageOf(refTo(EligibilityDocument)) },
      },
    },
    async (request, reply) => {
      const inventory = await store.readInventory(request.params.id);
      if (inventory === null) return reply.refuse("notFound", `there is no inventory ${request.params.id}`);
      if (inventory.state !== "completed") {
        return reply.refuse("inventoryNotUsable", `the inventory is ${inventory.state}`);
      }
      return store.listInventoryEligibilities(inventory.id, pageAsked(request.query));
    },
  );
}
