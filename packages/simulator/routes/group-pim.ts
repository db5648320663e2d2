import type { FastifyInstance } from "fastify";
import { groupRequestCollection } from "../collections/group-requests.ts";
import {
  findGroupScheduleRow,
  GROUP_SCHEDULE_COLLECTIONS,
  groupScheduleCollection,
} from "../collections/group-schedules.ts";
import { requiredValues } from "../odata/filter.ts";
import type { Filter } from "../odata/filter-parse.ts";
import type { Refusal } from "../refusal.ts";
import { missingParameters, refusalOf } from "../refusal.ts";
import { GROUP_SIDES } from "../state/sides.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveCollection } from "./read.ts";
import { requestsOfUser } from "./requests-of-user.ts";

/** Lists are given only of a group or of a principal. */
function lacksParameters(filter: Filter | null): Refusal | null {
  const isNamed = ["groupId", "principalId"].some((name) => requiredValues(filter, name) !== null);
  return isNamed ? null : missingParameters("GroupId or PrincipalId");
}

/** The type of what a collection holds: `privilegedAccessGroupAssignmentSchedule` of `assignmentSchedules`. */
function typeNameOf(collectionName: string): string {
  const capitalised = `${collectionName.charAt(0).toUpperCase()}${collectionName.slice(1, -1)}`;
  return `privilegedAccessGroup${capitalised}`;
}

/** The reads under `identityGovernance/privilegedAccess/group`. */
export function serveGroupPim(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  for (const name of GROUP_SCHEDULE_COLLECTIONS) {
    const { path } = groupScheduleCollection(tenant, name, pageSize);
    serveCollection(app, {
      path,
      collection: () => groupScheduleCollection(tenant, name, pageSize),
      find: (id) => findGroupScheduleRow(tenant, name, id),
      missing: () => refusalOf("unknownError"),
      refuseList: lacksParameters,
      currentUser: {
        typeName: typeNameOf(name),
        relations: ["principal"],
        ofUser: (userId) => (row) => row.principalId === userId,
      },
    });
  }
  for (const side of GROUP_SIDES) {
    const collection = groupRequestCollection(tenant, side, pageSize);
    const name = collection.path.slice(collection.path.lastIndexOf("/") + 1);
    serveCollection(app, {
      path: collection.path,
      collection: () => collection,
      find: (id) => tenant.requests.byId(side, id.toLowerCase()),
      missing: () => refusalOf("unknownError"),
      // Signed-in users may list requests without a filter (documented in an example).
      refuseList: (filter, caller) => (caller.kind === "application" ? lacksParameters(filter) : null),
      currentUser: requestsOfUser(tenant, typeNameOf(name)),
    });
  }
}
