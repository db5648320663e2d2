import type { FastifyInstance } from "fastify";
import {
  castCollection,
  DIRECTORY_PATHS,
  LISTED_KINDS,
  relatedCollection,
} from "../collections/directory.ts";
import type { Relation } from "../collections/directory-relations.ts";
import { RELATIONS } from "../collections/directory-relations.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { checkRoleGroup } from "../permissions/role-groups.ts";
import type { Refusal } from "../refusal.ts";
import { accepted, badRequest, objectNotFound } from "../refusal.ts";
import type { DirectoryObject, Group } from "../state/directory.ts";
import { accessRoleId } from "../state/group-access.ts";
import { idsInGroup, joinGroup } from "../state/group-members.ts";
import type { Tenant } from "../state/tenant.ts";
import { answerPage } from "./read.ts";

interface ById {
  Params: { id: string };
}

function serveRelation(app: FastifyInstance, tenant: Tenant, relation: Relation, pageSize: number): void {
  const { of, name } = relation;
  const path = `${DIRECTORY_PATHS[of]}/:id/${name}`;
  const find = (id: string): DirectoryObject | null => {
    const object = tenant.directory.byId(id);
    return object?.kind === of ? object : null;
  };

  app.get<ById>(`/${path}`, async (request, reply) => {
    const object = find(request.params.id);
    if (object === null) return refuse(request, reply, objectNotFound(request.params.id));
    const related = relation.from(tenant, object);
    const own = `${DIRECTORY_PATHS[of]}/${object.id}/${name}`;
    return answerPage(request, reply, relatedCollection(tenant, own, related, pageSize));
  });

  app.get<ById>(`/${path}/$ref`, async (request, reply) => {
    const object = find(request.params.id);
    if (object === null) return refuse(request, reply, objectNotFound(request.params.id));
    const value = relation
      .from(tenant, object)
      .map((related) => ({ "@odata.id": `${rootOf(request)}/directoryObjects/${related.id}` }));
    const odataContext = `${rootOf(request)}/$metadata#Collection($ref)`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, value }));
  });

  for (const kind of LISTED_KINDS) {
    app.get<ById>(`/${path}/microsoft.graph.${kind}`, async (request, reply) => {
      const object = find(request.params.id);
      if (object === null) return refuse(request, reply, objectNotFound(request.params.id));
      const related = relation.from(tenant, object);
      const own = `${DIRECTORY_PATHS[of]}/${object.id}/${name}`;
      return answerPage(request, reply, castCollection(tenant, own, { related, kind }, pageSize));
    });
  }
}

/** The id at the end of the `@odata.id` of a body. */
function referencedId(body: unknown): string | null {
  const link: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "@odata.id") : null;
  return typeof link === "string" ? (/\/(?<id>[^/]+)\/?$/u.exec(link)?.groups?.["id"] ?? null) : null;
}

/** Why the members of a group cannot be changed by hand; null when they can. */
function fixedMembers(group: Group): Refusal | null {
  if (group.membershipRule !== null) return badRequest("Members of a dynamic group cannot be changed.");
  return group.onPremisesSyncEnabled === null
    ? null
    : badRequest(
        "Unable to update the specified properties for on-premises mastered Directory Sync objects.",
      );
}

/** Makes a member outside PIM; one that is a member already is refused. */
function addMember(tenant: Tenant, group: Group, memberId: string): Refusal | null {
  const now = tenant.settle();
  if (idsInGroup(tenant, group.id, "member").includes(memberId)) {
    const message =
      "One or more added object references already exist for the following modified properties: 'members'.";
    return { status: 400, code: "Request_BadRequest", message };
  }
  joinGroup(tenant, group.id, memberId, now);
  return null;
}

/** Takes somebody out of a group besides PIM: whatever made them a member, they are none any more. */
function removeMember(tenant: Tenant, group: Group, memberId: string): Refusal | null {
  const now = tenant.settle();
  const rows = tenant.schedules
    .ofPrincipalInRole("groupAssignment", memberId, accessRoleId(group.id, "member"))
    .filter((row) => row.isInForce);
  if (rows.length === 0) return objectNotFound(memberId);
  for (const row of rows) tenant.schedules.remove(row.side, row.id, now);
  return null;
}

/** Adding a member to a group, and taking one out. Members of a dynamic group are what its rule makes them. */
function serveMembership(app: FastifyInstance, tenant: Tenant): void {
  app.post<ById>("/groups/:id/members/$ref", async (request, reply) => {
    const group = tenant.directory.byId(request.params.id);
    const member = tenant.directory.byId(referencedId(request.body) ?? "");
    if (group?.kind !== "group") return refuse(request, reply, objectNotFound(request.params.id));
    if (member === null)
      return refuse(request, reply, badRequest("Invalid URL format specified in @odata.id."));
    const refusal =
      checkRoleGroup(tenant, callerOf(request), group) ??
      fixedMembers(group) ??
      tenant.actAs(callerOf(request), () => addMember(tenant, group, member.id));
    return refusal === null ? reply.code(204).send() : refuse(request, reply, refusal);
  });

  app.delete<{ Params: { id: string; memberId: string } }>(
    "/groups/:id/members/:memberId/$ref",
    async (request, reply) => {
      const group = tenant.directory.byId(request.params.id);
      const memberId = request.params.memberId.toLowerCase();
      if (group?.kind !== "group") return refuse(request, reply, objectNotFound(request.params.id));
      const refusal =
        checkRoleGroup(tenant, callerOf(request), group) ??
        fixedMembers(group) ??
        tenant.actAs(callerOf(request), () => removeMember(tenant, group, memberId));
      return refusal === null ? reply.code(204).send() : refuse(request, reply, refusal);
    },
  );
}

/** Members, owners and what something is a member of. */
export function serveDirectoryRelations(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  for (const relation of RELATIONS) serveRelation(app, tenant, relation, pageSize);
  serveMembership(app, tenant);
}
