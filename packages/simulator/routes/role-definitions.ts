import type { FastifyInstance } from "fastify";
import { roleDefinitions, roleRow } from "../collections/role-definitions.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { isGuid } from "../ids.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, objectNotFound, refusalOf, refused } from "../refusal.ts";
import type { CustomRole, Role } from "../state/roles.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveCollection } from "./read.ts";

const PATH = "roleManagement/directory/roleDefinitions";
/** A tenant can have a hundred roles of its own. */
const MAXIMUM_CUSTOM_COUNT = 100;

interface ById {
  Params: { id: string };
}

function actionsOf(permissions: unknown): string[] | null {
  if (!Array.isArray(permissions)) return null;
  const lists: unknown[] = permissions.map((item: unknown) =>
    typeof item === "object" && item !== null ? Reflect.get(item, "allowedResourceActions") : null,
  );
  const actions: unknown[] = lists.flatMap((list: unknown) => (Array.isArray(list) ? list : [null]));
  return actions.every((action) => typeof action === "string") ? actions : null;
}

/** What a body says about a role; what it does not name stays as it was. */
function readRole(
  body: unknown,
  before: Omit<CustomRole, "displayName"> & { displayName: string | null },
): Outcome<CustomRole> {
  if (typeof body !== "object" || body === null) return refused(badRequest("A role definition is missing."));
  const told = (name: string): unknown => Reflect.get(body, name);
  const text = (name: string): string | null => (typeof told(name) === "string" ? String(told(name)) : null);
  const displayName = text("displayName") ?? before.displayName;
  const isEnabled = told("isEnabled") ?? before.isEnabled;
  const permissions = told("rolePermissions");
  const allowed = permissions === undefined ? before.allowedResourceActions : actionsOf(permissions);
  if (displayName === null || displayName === "") return refused(badRequest("displayName is missing."));
  if (allowed === null || allowed.length === 0)
    return refused(badRequest("rolePermissions must name actions."));
  const flags: readonly unknown[] = [true, false, "true", "false"];
  if (!flags.includes(isEnabled)) return refused(badRequest("isEnabled must be true or false."));
  const templateId = text("templateId") ?? before.templateId;
  if (templateId !== null && !isGuid(templateId)) return refused(badRequest("templateId must be a GUID."));
  return accepted({
    id: before.id,
    displayName,
    description: text("description") ?? before.description,
    isEnabled: isEnabled === true || isEnabled === "true",
    templateId,
    version: text("version") ?? before.version,
    allowedResourceActions: allowed,
  });
}

/** Microsoft's roles are nobody's to change, and a role that is held cannot be deleted. */
function findChangeable(tenant: Tenant, id: string): Outcome<Role> {
  const role = tenant.roles.get(id);
  if (role === null) return refused(objectNotFound(id));
  if (!role.isBuiltIn) return accepted(role);
  const message = "A built-in role definition cannot be changed or deleted.";
  return refused({ status: 400, code: "Request_BadRequest", message });
}

function serveChanges(app: FastifyInstance, tenant: Tenant): void {
  app.patch<ById>(`/${PATH}/:id`, async (request, reply) => {
    const role = findChangeable(tenant, request.params.id);
    if (!role.isOk) return refuse(request, reply, role.refusal);
    const changed = readRole(request.body, role.value);
    if (!changed.isOk) return refuse(request, reply, changed.refusal);
    tenant.putRole(changed.value);
    return reply.code(204).send();
  });

  app.delete<ById>(`/${PATH}/:id`, async (request, reply) => {
    tenant.settle();
    const role = findChangeable(tenant, request.params.id);
    if (!role.isOk) return refuse(request, reply, role.refusal);
    const { id } = role.value;
    if (
      tenant.schedules.ofRole("assignment", id).size + tenant.schedules.ofRole("eligibility", id).size >
      0
    ) {
      const message = "A role definition that is assigned cannot be deleted.";
      return refuse(request, reply, { status: 400, code: "Request_BadRequest", message });
    }
    tenant.removeRole(id);
    return reply.code(204).send();
  });
}

/** Role definitions; those of the tenant's own can be made, changed and deleted. */
export function serveRoleDefinitions(app: FastifyInstance, tenant: Tenant, isBeta: boolean): void {
  serveCollection(app, {
    path: PATH,
    collection: () => roleDefinitions(tenant, isBeta),
    find: (id) => tenant.roles.get(id),
    missing: objectNotFound,
    // A tenant of which nobody knows the privileged roles is one that does not answer beta.
    refuseList: () => (isBeta && !tenant.roles.areMarksKnown() ? refusalOf("insufficientPrivileges") : null),
  });

  app.post(`/${PATH}`, async (request, reply) => {
    const id = tenant.ids.next("role");
    const made = readRole(request.body, {
      id,
      displayName: null,
      description: "",
      isEnabled: true,
      templateId: id,
      version: null,
      allowedResourceActions: [],
    });
    if (!made.isOk) return refuse(request, reply, made.refusal);
    const customs = tenant.roles.all().filter((role) => !role.isBuiltIn);
    if (customs.length >= MAXIMUM_CUSTOM_COUNT) {
      return refuse(request, reply, badRequest("The tenant has as many custom roles as it can have."));
    }
    const odataContext = `${rootOf(request)}/$metadata#${PATH}/$entity`;
    const row = roleRow(tenant.putRole(made.value), isBeta);
    return answer(request, reply, accepted({ "@odata.context": odataContext, ...row }), 201);
  });
  serveChanges(app, tenant);
}
