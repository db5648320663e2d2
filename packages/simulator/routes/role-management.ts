import type { FastifyInstance } from "fastify";
import { requestCollection } from "../collections/requests.ts";
import { findScheduleRow, SCHEDULE_COLLECTIONS, scheduleCollection } from "../collections/schedules.ts";
import type { CurrentUserRows } from "../http/current-user.ts";
import { objectNotFound, refusalOf } from "../refusal.ts";
import type { Schedule } from "../state/schedule.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveCollection } from "./read.ts";
import { requestsOfUser } from "./requests-of-user.ts";

/** The type of what a collection holds: `unifiedRoleAssignmentSchedule` of `roleAssignmentSchedules`. */
function typeNameOf(collectionName: string): string {
  return `unified${collectionName.charAt(0).toUpperCase()}${collectionName.slice(1, -1)}`;
}

function rowsOfPrincipal(typeName: string): CurrentUserRows<Schedule> {
  return {
    typeName,
    relations: ["principal"],
    ofUser: (userId) => (row) => row.principalId === userId,
  };
}

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
      ...(name === "roleAssignments" ? {} : { currentUser: rowsOfPrincipal(typeNameOf(name)) }),
    });
  }
  for (const side of ["assignment", "eligibility"] as const) {
    const collection = requestCollection(tenant, side, options.pageSize);
    serveCollection(app, {
      path: collection.path,
      collection: () => collection,
      find: (id) => tenant.requests.byId(side, id.toLowerCase()),
      missing: () => refusalOf("unknownError"),
      currentUser: requestsOfUser(
        tenant,
        typeNameOf(collection.path.slice(collection.path.lastIndexOf("/") + 1)),
      ),
    });
  }
}
