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
import { accepted, badRequest, objectNotFound } from "../refusal.ts";
import type { DirectoryObject } from "../state/directory.ts";
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
    const related = relation.from(tenant.directory, object);
    const own = `${DIRECTORY_PATHS[of]}/${object.id}/${name}`;
    return answerPage(request, reply, relatedCollection(tenant, own, related, pageSize));
  });

  app.get<ById>(`/${path}/$ref`, async (request, reply) => {
    const object = find(request.params.id);
    if (object === null) return refuse(request, reply, objectNotFound(request.params.id));
    const value = relation
      .from(tenant.directory, object)
      .map((related) => ({ "@odata.id": `${rootOf(request)}/directoryObjects/${related.id}` }));
    const odataContext = `${rootOf(request)}/$metadata#Collection($ref)`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, value }));
  });

  for (const kind of LISTED_KINDS) {
    app.get<ById>(`/${path}/microsoft.graph.${kind}`, async (request, reply) => {
      const object = find(request.params.id);
      if (object === null) return refuse(request, reply, objectNotFound(request.params.id));
      const related = relation.from(tenant.directory, object);
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

/** Adding a member to a group, and taking one out. Members of a dynamic group are what its rule makes them. */
function serveMembership(app: FastifyInstance, tenant: Tenant): void {
  app.post<ById>("/groups/:id/members/$ref", async (request, reply) => {
    const group = tenant.directory.byId(request.params.id);
    const member = tenant.directory.byId(referencedId(request.body) ?? "");
    if (group?.kind !== "group") return refuse(request, reply, objectNotFound(request.params.id));
    if (member === null)
      return refuse(request, reply, badRequest("Invalid URL format specified in @odata.id."));
    if (group.membershipRule !== null) {
      return refuse(request, reply, badRequest("Members of a dynamic group cannot be changed."));
    }
    if (group.memberIds.includes(member.id)) {
      const message =
        "One or more added object references already exist for the following modified properties: 'members'.";
      return refuse(request, reply, { status: 400, code: "Request_BadRequest", message });
    }
    tenant.directory.put({ ...group, memberIds: [...group.memberIds, member.id] });
    return reply.code(204).send();
  });

  app.delete<{ Params: { id: string; memberId: string } }>(
    "/groups/:id/members/:memberId/$ref",
    async (request, reply) => {
      const group = tenant.directory.byId(request.params.id);
      const memberId = request.params.memberId.toLowerCase();
      if (group?.kind !== "group") return refuse(request, reply, objectNotFound(request.params.id));
      if (!group.memberIds.includes(memberId)) return refuse(request, reply, objectNotFound(memberId));
      if (group.membershipRule !== null) {
        return refuse(request, reply, badRequest("Members of a dynamic group cannot be changed."));
      }
      tenant.directory.put({ ...group, memberIds: group.memberIds.filter((id) => id !== memberId) });
      return reply.code(204).send();
    },
  );
}

/** Members, owners and what something is a member of. */
export function serveDirectoryRelations(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  for (const relation of RELATIONS) serveRelation(app, tenant, relation, pageSize);
  serveMembership(app, tenant);
}
