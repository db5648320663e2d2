import type { FastifyInstance } from "fastify";
import { roleAssignmentRow } from "../../collections/schedule-rows.ts";
import { objectNotFound } from "../../refusal.ts";
import { assignOutsidePim } from "../../routes/role-assignments.ts";
import { changeSettings } from "../../settings/change-settings.ts";
import { answer, refuse } from "../answer.ts";
import { flag, GRANT, objectOf } from "../body.ts";
import type { ControlOptions } from "../server.ts";

/** What happens in a tenant besides PIM. */
export function serveEvents(app: FastifyInstance, { tenant }: ControlOptions): void {
  app.post("/outside-pim/assignments", { schema: { body: GRANT } }, async (request, reply) =>
    answer(reply, assignOutsidePim(tenant, request.body), roleAssignmentRow),
  );
  app.delete<{ Params: { id: string } }>("/users/:id", async (request, reply) => {
    const { id } = request.params;
    return tenant.deletePrincipal(id) ? reply.code(204).send() : refuse(reply, objectNotFound(id));
  });
  app.patch<{ Params: { id: string }; Body: { accountEnabled: boolean } }>(
    "/users/:id",
    { schema: { body: objectOf({ accountEnabled: flag }, ["accountEnabled"]) } },
    async (request, reply) => {
      const user = tenant.directory.user(request.params.id);
      if (user === null) return refuse(reply, objectNotFound(request.params.id));
      tenant.directory.put({ ...user, accountEnabled: request.body.accountEnabled });
      return reply.code(204).send();
    },
  );
  app.patch<{ Params: { role: string; rule: string }; Body: Record<string, unknown> }>(
    "/role-settings/:role/rules/:rule",
    { schema: { body: { type: "object", minProperties: 1 } } },
    async (request, reply) => {
      const { role, rule } = request.params;
      const current = tenant.policies.ofRole(role)?.rules.find((item) => item.id === rule);
      if (current === undefined) return refuse(reply, objectNotFound(`${role}/${rule}`));
      const body = { ...current, ...request.body };
      const outcome = changeSettings(tenant, { roleDefinitionId: role, rules: [body], byId: null });
      return outcome.isOk ? reply.code(204).send() : refuse(reply, outcome.refusal);
    },
  );
}
