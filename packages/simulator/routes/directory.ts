import type { FastifyInstance } from "fastify";
import type { ListedKind } from "../collections/directory.ts";
import {
  DIRECTORY_PATHS,
  LISTED_KINDS,
  directoryCollection,
  memberCollection,
} from "../collections/directory.ts";
import { typedRow } from "../collections/directory-rows.ts";
import { answer, refuse, rootOf, urlOf } from "../http/answer.ts";
import { parseQuery } from "../odata/query.ts";
import { accepted, badRequest, objectNotFound } from "../refusal.ts";
import type { DirectoryObject } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { answerPage, serveCollection } from "./read.ts";

const MAXIMUM_ID_COUNT = 1000;

function findOfKind(tenant: Tenant, kind: ListedKind, id: string): DirectoryObject | null {
  const object = tenant.directory.byId(id);
  if (object?.kind === kind) return object;
  if (kind !== "user" || !id.includes("@")) return null;
  const named = tenant.directory.byName(id);
  return named?.kind === kind ? named : null;
}

function readIds(body: unknown): string[] | null {
  const ids: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "ids") : null;
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAXIMUM_ID_COUNT) return null;
  return ids.every((id) => typeof id === "string") ? ids : null;
}

function readTypes(body: unknown): string[] | null {
  const types: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "types") : null;
  return Array.isArray(types) ? types.map((type) => String(type).toLowerCase()) : null;
}

/** Users, groups and their members, service principals, administrative units, and objects of any kind by id. */
export function serveDirectory(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  for (const kind of LISTED_KINDS) {
    serveCollection(app, {
      path: DIRECTORY_PATHS[kind],
      collection: () => directoryCollection(tenant, kind, pageSize),
      find: (id) => findOfKind(tenant, kind, id),
      missing: objectNotFound,
    });
  }

  app.get<{ Params: { id: string } }>("/groups/:id/members", async (request, reply) => {
    const group = tenant.directory.byId(request.params.id);
    if (group?.kind !== "group") return refuse(request, reply, objectNotFound(request.params.id));
    return answerPage(request, reply, memberCollection(tenant, group.id, group.memberIds, pageSize));
  });

  app.get<{ Params: { id: string } }>("/directoryObjects/:id", async (request, reply) => {
    const query = parseQuery(urlOf(request));
    if (!query.isOk) return refuse(request, reply, query.refusal);
    const object = tenant.directory.byId(request.params.id);
    if (object === null) return refuse(request, reply, objectNotFound(request.params.id));
    const odataContext = `${rootOf(request)}/$metadata#directoryObjects/$entity`;
    const row = typedRow(tenant, object, query.value.select);
    return answer(request, reply, accepted({ "@odata.context": odataContext, ...row }));
  });

  app.post("/directoryObjects/getByIds", async (request, reply) => {
    const ids = readIds(request.body);
    if (ids === null) {
      return refuse(request, reply, badRequest(`ids must hold 1 to ${MAXIMUM_ID_COUNT} ids.`));
    }
    const types = readTypes(request.body);
    const value = [...new Set(ids.map((id) => id.toLowerCase()))]
      .map((id) => tenant.directory.byId(id))
      .filter((object) => object !== null)
      .filter((object) => types === null || types.includes(object.kind.toLowerCase()))
      .map((object) => typedRow(tenant, object, null));
    const odataContext = `${rootOf(request)}/$metadata#directoryObjects`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, value }));
  });
}
