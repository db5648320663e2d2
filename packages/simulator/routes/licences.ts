import type { FastifyInstance } from "fastify";
import { subscribedSkus } from "../collections/licences.ts";
import { objectNotFound } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveRows } from "./read.ts";

/** What the tenant has licences for. */
export function serveLicences(app: FastifyInstance, tenant: Tenant): void {
  serveRows(app, { path: "subscribedSkus", rows: () => subscribedSkus(tenant), missing: objectNotFound });
}
