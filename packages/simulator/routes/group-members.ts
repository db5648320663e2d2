import type { FastifyInstance } from "fastify";
import { refuse } from "../http/answer.ts";
import { badRequest, objectNotFound } from "../refusal.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { Tenant } from "../state/tenant.ts";

/** Takes members out of groups besides PIM: whatever made them one, they are none any more. */
export function serveGroupMemberWrites(app: FastifyInstance, tenant: Tenant): void {
  app.delete<{ Params: { id: string; memberId: string } }>(
    "/groups/:id/members/:memberId/$ref",
    async (request, reply) => {
      const now = tenant.settle();
      const { id, memberId } = request.params;
      const group = tenant.directory.byId(id);
      if (group?.kind !== "group") return refuse(request, reply, objectNotFound(id));
      if (group.isDynamic || group.onPremisesSyncEnabled !== null) {
        return refuse(request, reply, badRequest("The members of this group cannot be changed here."));
      }
      const role = accessRoleId(group.id, "member");
      const rows = tenant.schedules
        .ofPrincipalInRole("groupAssignment", memberId.toLowerCase(), role)
        .filter((row) => row.isInForce);
      if (rows.length === 0) return refuse(request, reply, objectNotFound(memberId));
      for (const row of rows) tenant.schedules.remove(row.side, row.id, now);
      return reply.code(204).send();
    },
  );
}
