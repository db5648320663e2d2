import type { FastifyInstance } from "fastify";
import { auditCollection, findAudit } from "../collections/audits.ts";
import { objectNotFound } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveCollection } from "./read.ts";

/** What was done in the tenant. */
export function serveAudits(app: FastifyInstance, tenant: Tenant): void {
  serveCollection(app, {
    path: "auditLogs/directoryAudits",
    collection: () => auditCollection(tenant),
    find: (id) => findAudit(tenant, id),
    missing: objectNotFound,
  });
}
