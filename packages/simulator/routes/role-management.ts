import type { FastifyInstance } from "fastify";
import { requestCollection } from "../collections/requests.ts";
import { findScheduleRow, SCHEDULE_COLLECTIONS, scheduleCollection } from "../collections/schedules.ts";
import { objectNotFound, refusalOf } from "../refusal.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveCollection } from "./read.ts";

/** The reads under `roleManagement/directory`. */
export function serveRoleManagement(
  app: FastifyInstance,
  tenant: Tenant,
  options: { readonly pageSize: number },
): void {
  for (const name of SCHEDULE_COLLECTIONS) {
    serveCollection(app, {
      path: `roleManagement/directory/${name}`,
      collection: () => scheduleCollection(tenant, name, options.pageSize),
      find: (id) => findScheduleRow(tenant, name, id),
      // PIM answers for a schedule that is gone with a code that says nothing (measured on a real tenant).
      missing: (id) => (name === "roleAssignments" ? objectNotFound(id) : refusalOf("unknownError")),
    });
  }
  for (const side of ["assignment", "eligibility"] as const) {
    const collection = requestCollection(tenant, side, options.pageSize);
    serveCollection(app, {
      path: collection.path,
      collection: () => collection,
      find: (id) => tenant.requests.byId(side, id.toLowerCase()),
      missing: () => refusalOf("unknownError"),
    });
  }
}
