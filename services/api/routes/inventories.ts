import {
  AdministrativeUnitDocument,
  AssignmentDocument,
  ConditionalAccessPolicyDocument,
  EligibilityDocument,
  GroupMembersDocument,
  Id,
  InventoryDocument,
  InventoryOrder,
  LicenceDocument,
  MfaRegistrationDocument,
  pageAsked,
  pageOf,
  pageQuery,
  PrincipalDocument,
  refTo,
  RoleAssignmentDocument,
  RoleDocument,
  RoleSettingsDocument,
  shape,
} from "@standdown/contracts";
import { callerOf, type HttpService } from "@standdown/contracts/server";
import { INVENTORY_KINDS, type InventoryPage } from "@standdown/domain";
import type { TSchema } from "typebox";
import type { ApiParts } from "../build-api.ts";
import { idempotencyKeyOf } from "../idempotency.ts";
import type { ApiStore } from "../ports.ts";
import { wake } from "../run-command.ts";

const params = shape({ id: Id });

type Found = {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly item: TSchema;
};

/** What an inventory holds, each kind with its own list. */
const FOUND: Readonly<Record<InventoryPage["kind"], Found>> = {
  roles: {
    path: "roles",
    operationId: "listInventoryRoles",
    summary: "The roles that were found, built-in and custom ones",
    item: RoleDocument,
  },
  administrativeUnits: {
    path: "administrative-units",
    operationId: "listInventoryAdministrativeUnits",
    summary: "The administrative units that were found",
    item: AdministrativeUnitDocument,
  },
  licences: {
    path: "licences",
    operationId: "listInventoryLicences",
    summary: "The licences that the tenant has",
    item: LicenceDocument,
  },
  conditionalAccessPolicies: {
    path: "conditional-access-policies",
    operationId: "listInventoryConditionalAccessPolicies",
    summary: "The conditional access policies that were found",
    item: ConditionalAccessPolicyDocument,
  },
  roleSettings: {
    path: "role-settings",
    operationId: "listInventoryRoleSettings",
    summary: "The settings of the roles",
    item: RoleSettingsDocument,
  },
  roleAssignments: {
    path: "role-assignments",
    operationId: "listInventoryRoleAssignments",
    summary: "The plain role assignments that were found: what is effective, PIM or not",
    item: RoleAssignmentDocument,
  },
  assignments: {
    path: "assignments",
    operationId: "listInventoryAssignments",
    summary: "The active assignments that were found",
    item: AssignmentDocument,
  },
  eligibilities: {
    path: "eligibilities",
    operationId: "listInventoryEligibilities",
    summary: "The eligible assignments that were found",
    item: EligibilityDocument,
  },
  principals: {
    path: "principals",
    operationId: "listInventoryPrincipals",
    summary:
      "Who holds or approves something, users in such groups, and groups that the rollout selects by; those that the directory does not know are left out",
    item: PrincipalDocument,
  },
  groupMembers: {
    path: "group-members",
    operationId: "listInventoryGroupMembers",
    summary: "Who is in the groups among the principals",
    item: GroupMembersDocument,
  },
  mfaRegistrations: {
    path: "mfa-registrations",
    operationId: "listInventoryMfaRegistrations",
    summary: "Who can do multifactor authentication; of whoever is missing it is not known",
    item: MfaRegistrationDocument,
  },
};

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
  for (const kind of INVENTORY_KINDS) addFound(app, store, kind);
}

/** Lists what was found of one kind. */
function addFound(app: HttpService, store: ApiStore, kind: InventoryPage["kind"]): void {
  const { path, operationId, summary, item } = FOUND[kind];
  app.get(
    `/v1/inventories/:id/${path}`,
    {
      config: { access: "anyCaller", refusals: ["inventoryNotUsable"] },
      schema: {
        operationId,
        summary,
        params,
        querystring: shape(pageQuery),
        response: { 200: pageOf(refTo(item)) },
      },
    },
    async (request, reply) => {
      const inventory = await store.readInventory(request.params.id);
      if (inventory === null) return reply.refuse("notFound", `there is no inventory ${request.params.id}`);
      if (inventory.state !== "completed") {
        return reply.refuse("inventoryNotUsable", `the inventory is ${inventory.state}`);
      }
      return store.listInventoryRows(inventory.id, kind, pageAsked(request.query));
    },
  );
}
