import { deletePrincipal } from "../../state/delete-principal.ts";
import type { FastifyInstance } from "fastify";
import { roleAssignmentRow } from "../../collections/schedule-rows.ts";
import { objectNotFound } from "../../refusal.ts";
import { assignOutsidePim } from "../../routes/role-assignments.ts";
import { changeSettings } from "../../settings/change-settings.ts";
import { answer, refuse } from "../answer.ts";
import { personInPortal } from "../../state/actor.ts";
import { flag, GRANT, objectOf } from "../body.ts";
import type { ControlOptions } from "../server.ts";

/** What happens in a tenant besides PIM. */
export function serveEvents(app: FastifyInstance, { tenant, facts }: ControlOptions): void {
  // All of it is the doing of an administrator.
  const administrator = personInPortal(facts.globalAdministratorIds[0] ?? "");
  app.post("/outside-pim/assignments", { schema: { body: GRANT } }, async (request, reply) =>
    answer(reply, assignOutsidePim(tenant, request.body, administrator), roleAssignmentRow),
  );
  app.delete<{ Params: { id: string } }>("/users/:id", async (request, reply) => {
    const { id } = request.params;
    tenant.settle();
    const isDeleted = tenant.actAs(administrator, () => deletePrincipal(tenant, id));
    return isDeleted ? reply.code(204).send() : refuse(reply, objectNotFound(id));
  });
  app.patch<{ Params: { id: string }; Body: { accountEnabled: boolean } }>(
    "/users/:id",
    { schema: { body: objectOf({ accountEnabled: flag }, ["accountEnabled"]) } },
    async (request, reply) => {
      tenant.settle();
      const user = tenant.directory.user(request.params.id);
      if (user === null) return refuse(reply, objectNotFound(request.params.id));
      const { accountEnabled } = request.body;
      tenant.actAs(administrator, () => tenant.directory.put({ ...user, accountEnabled }));
      return reply.code(204).send();
    },
  );
  app.patch<{ Params: { role: string; rule: string }; Body: Record<string, unknown> }>(
    "/role-settings/:role/rules/:rule",
    { schema: { body: { type: "object", minProperties: 1 } } },
    async (request, reply) => {
      tenant.settle();
      const { role, rule } = request.params;
      const current = tenant.policies.ofRole(role)?.rules.find((item) => item.id === rule);
      if (current === undefined) return refuse(reply, objectNotFound(`${role}/${rule}`));
      const body = { ...current, ...request.body };
      const change = { roleDefinitionId: role, rules: [body], byId: administrator.id };
      const outcome = tenant.actAs(administrator, () => changeSettings(tenant, change));
      return outcome.isOk ? reply.code(204).send() : refuse(reply, outcome.refusal);
    },
  );
}
