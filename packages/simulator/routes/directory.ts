import type { FastifyInstance } from "fastify";
import type { ListedKind } from "../collections/directory.ts";
import {
  DIRECTORY_PATHS,
  directoryCollection,
  LISTED_KINDS,
  relatedCollection,
} from "../collections/directory.ts";
import { typedRow } from "../collections/directory-rows.ts";
import { answer, refuse, rootOf } from "../http/answer.ts";
import { callerOf } from "../http/authorize.ts";
import { accepted, badRequest, objectNotFound, refusalOf } from "../refusal.ts";
import type { DirectoryObject } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { answerCount, answerItem, serveCollection } from "./read.ts";

const MAXIMUM_ID_COUNT = 1000;

function findOfKind(tenant: Tenant, kind: ListedKind, id: string): DirectoryObject | null {
  const object = tenant.shownObject(id);
  if (object?.kind === kind) return object;
  if (kind !== "user" || !id.includes("@")) return null;
  const named = tenant.directory.byName(id);
  return named?.kind === kind && tenant.isShown(named.id) ? named : null;
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

/** Users, groups, service principals and administrative units, and objects of any kind by id. */
export function serveDirectory(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  for (const kind of LISTED_KINDS) {
    app.get(`/${DIRECTORY_PATHS[kind]}/$count`, async (request, reply) =>
      answerCount(request, reply, directoryCollection(tenant, kind, pageSize)),
    );
    serveCollection(app, {
      path: DIRECTORY_PATHS[kind],
      collection: () => directoryCollection(tenant, kind, pageSize),
      find: (id) => findOfKind(tenant, kind, id),
      missing: objectNotFound,
    });
  }

  app.get("/me", async (request, reply) => {
    const caller = callerOf(request);
    if (caller.kind !== "user") return refuse(request, reply, refusalOf("applicationHasNoSelf"));
    return answerItem(request, reply, {
      collection: directoryCollection(tenant, "user", pageSize),
      item: tenant.directory.byId(caller.id),
      missing: objectNotFound(caller.id),
    });
  });

  app.get<{ Params: { id: string } }>("/directoryObjects/:id", async (request, reply) =>
    answerItem(request, reply, {
      collection: relatedCollection(tenant, "directoryObjects", [], pageSize),
      item: tenant.shownObject(request.params.id),
      missing: objectNotFound(request.params.id),
    }),
  );

  app.post("/directoryObjects/getByIds", async (request, reply) => {
    const ids = readIds(request.body);
    if (ids === null) {
      return refuse(request, reply, badRequest(`ids must hold 1 to ${MAXIMUM_ID_COUNT} ids.`));
    }
    const types = readTypes(request.body);
    const value = [...new Set(ids.map((id) => id.toLowerCase()))]
      .map((id) => tenant.shownObject(id))
      .filter((object) => object !== null)
      .filter((object) => types === null || types.includes(object.kind.toLowerCase()))
      .map((object) => typedRow(tenant, object, null));
    const odataContext = `${rootOf(request)}/$metadata#directoryObjects`;
    return answer(request, reply, accepted({ "@odata.context": odataContext, value }));
  });
}
