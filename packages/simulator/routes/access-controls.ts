import type { FastifyInstance } from "fastify";
import { conditionalAccessRow, registrationRow } from "../collections/access-controls.ts";
import { DIRECTORY_SAMPLES } from "../collections/directory-samples.ts";
import type { FilterRules } from "../odata/filter.ts";
import { objectNotFound } from "../refusal.ts";
import type { DirectoryObject } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { serveCollection, serveRows } from "./read.ts";

/** By Microsoft's page on `userRegistrationDetails`. */
const REGISTRATION_FILTERS: FilterRules = {
  id: ["eq"],
  userPrincipalName: ["eq", "startswith"],
  userDisplayName: ["eq", "startswith"],
  userType: ["eq"],
  isAdmin: ["eq"],
  isMfaCapable: ["eq"],
  isMfaRegistered: ["eq"],
  isPasswordlessCapable: ["eq"],
  isSsprCapable: ["eq"],
  isSsprEnabled: ["eq"],
  isSsprRegistered: ["eq"],
  methodsRegistered: ["any"],
  "methodsRegistered/*": ["eq"],
};

/** The report knows no disabled accounts (Microsoft's page on listing `userRegistrationDetails`). */
function isReported(object: DirectoryObject): boolean {
  return object.kind === "user" && object.accountEnabled !== false;
}

function* reportedAfter(tenant: Tenant, place: number): Generator<DirectoryObject> {
  for (const user of tenant.directory.after("user", place)) if (isReported(user)) yield user;
}

function serveRegistrations(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  const path = "reports/authenticationMethods/userRegistrationDetails";
  const rowOf = (object: DirectoryObject): ReturnType<typeof registrationRow> =>
    registrationRow(tenant, object.kind === "user" ? object : DIRECTORY_SAMPLES.user);
  serveCollection(app, {
    path,
    collection: () => ({
      path,
      candidates: (_filter, after) => reportedAfter(tenant, after),
      orderOf: (user) => tenant.directory.orderOf(user.id),
      toRow: rowOf,
      filterable: REGISTRATION_FILTERS,
      properties: Object.keys(rowOf(DIRECTORY_SAMPLES.user)),
      defaultProperties: null,
      expands: {},
      maximumExpandCount: 0,
      pageSize,
      maximumPageSize: 999,
      isTopBeyondMaximumRefused: true,
      needsConsistencyLevel: false,
      orderable: ["userDisplayName", "userPrincipalName"],
    }),
    find: (id) => {
      const user = tenant.directory.user(id);
      return user !== null && isReported(user) ? user : null;
    },
    missing: objectNotFound,
  });
}

/** What the tenant asks of those who sign in, and who is ready for it. */
export function serveAccessControls(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  const { access } = tenant;
  serveRows(app, {
    path: "identity/conditionalAccess/authenticationContextClassReferences",
    rows: () => access.contexts().map((context) => ({ ...context })),
    missing: objectNotFound,
    filterable: { isAvailable: ["eq"], displayName: ["eq"] },
  });
  serveRows(app, {
    path: "identity/conditionalAccess/policies",
    rows: () => access.policies().map(conditionalAccessRow),
    missing: objectNotFound,
    filterable: { displayName: ["eq", "startswith"], state: ["eq"] },
  });
  serveRegistrations(app, tenant, pageSize);
}
