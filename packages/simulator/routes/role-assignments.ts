import type { FastifyInstance } from "fastify";
import { roleAssignmentRow } from "../collections/schedule-rows.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { isGuid } from "../ids.ts";
import { isKnownScope } from "../pipeline/known.ts";
import {
  isLastGlobalAdministrator,
  lastGlobalAdministratorRefusal,
} from "../pipeline/last-global-administrator.ts";
import { isSelfRemoval } from "../pipeline/self-removal.ts";
import type { Outcome } from "../refusal.ts";
import { accepted, badRequest, objectNotFound, refusalOf, refused } from "../refusal.ts";
import type { Actor } from "../state/actor.ts";
import { outsidePimRow } from "../state/outside-pim.ts";
import type { Grant, Schedule } from "../state/schedule.ts";
import { grantKey, isSameGrant } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";

const PATH = "roleManagement/directory/roleAssignments";

function readGrant(body: unknown): Grant | null {
  if (typeof body !== "object" || body === null) return null;
  const text = (name: string): string | null => {
    const value: unknown = Reflect.get(body, name);
    return typeof value === "string" ? value : null;
  };
  const principalId = text("principalId");
  const roleDefinitionId = text("roleDefinitionId");
  if (principalId === null || roleDefinitionId === null) return null;
  if (!isGuid(principalId) || !isGuid(roleDefinitionId)) return null;
  const grant = {
    principalId: principalId.toLowerCase(),
    roleDefinitionId: roleDefinitionId.toLowerCase(),
    directoryScopeId: text("directoryScopeId"),
    appScopeId: text("appScopeId"),
  };
  return (grant.directoryScopeId === null) === (grant.appScopeId === null) ? null : grant;
}

/** Gives a role outside PIM: at once, and without an end. */
export function assignOutsidePim(tenant: Tenant, body: unknown, actor: Actor): Outcome<Schedule> {
  const now = tenant.settle();
  const grant = readGrant(body);
  if (grant === null) return refused(badRequest("The role assignment in the request is not complete."));
  const principal = tenant.directory.byId(grant.principalId);
  if (!tenant.directory.isPrincipal(grant.principalId)) return refused(objectNotFound(grant.principalId));
  if (!tenant.roles.has(grant.roleDefinitionId)) return refused(objectNotFound(grant.roleDefinitionId));
  if (!isKnownScope(tenant, grant))
    return refused(objectNotFound(grant.appScopeId ?? grant.directoryScopeId ?? ""));
  if (principal?.kind === "group" && !principal.isAssignableToRole) {
    return refused(refusalOf("groupNotAssignable"));
  }
  const isThere = tenant.schedules
    .ofPrincipalInRole("assignment", grant.principalId, grant.roleDefinitionId)
    .some((row) => row.assignmentType === "Assigned" && isSameGrant(row, grant));
  if (isThere) return refused(refusalOf("conflictingObject"));
  return accepted(
    tenant.actAs(actor, () => tenant.addSchedule(outsidePimRow("assignment", grant, now), now)),
  );
}

/** Takes a role away outside PIM; what that does to rows made by PIM is a quirk. */
export function removeOutsidePim(tenant: Tenant, instanceId: string, actor: Actor): Outcome<Schedule> {
  const now = tenant.settle();
  const row = tenant.schedules.byInstanceId("assignment", instanceId);
  if (row === null || !row.isInForce) return refused(objectNotFound(instanceId));
  if (isLastGlobalAdministrator(tenant, row)) return refused(lastGlobalAdministratorRefusal(tenant, row));
  if (actor.kind !== "service" && isSelfRemoval(actor, row)) return refused(refusalOf("selfRemoval"));
  const isKept = row.origin === "pim" && tenant.quirks.strikes("deleteKeepsPimRows", grantKey(row));
  if (!isKept) tenant.actAs(actor, () => tenant.schedules.remove("assignment", row.id, now));
  return accepted(row);
}

/** The writes of plain role assignments: the surface that knows nothing of PIM. */
export function serveRoleAssignmentWrites(app: FastifyInstance, tenant: Tenant): void {
  app.post(`/${PATH}`, async (request, reply) => {
    const outcome = assignOutsidePim(tenant, request.body, callerOf(request));
    if (!outcome.isOk) return refuse(request, reply, outcome.refusal);
    const { resourceScope: _scope, ...row } = roleAssignmentRow(outcome.value);
    return answer(
      request,
      reply,
      accepted({ "@odata.context": `${rootOf(request)}/$metadata#${PATH}/$entity`, ...row }),
      201,
    );
  });

  app.delete<{ Params: { id: string } }>(`/${PATH}/:id`, async (request, reply) => {
    const outcome = removeOutsidePim(tenant, request.params.id, callerOf(request));
    return outcome.isOk ? reply.code(204).send() : refuse(request, reply, outcome.refusal);
  });
}
