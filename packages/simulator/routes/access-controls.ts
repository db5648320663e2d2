import type { FastifyInstance } from "fastify";
import type { ReportedUser } from "../collections/access-controls.ts";
import { conditionalAccessRow, isReported, registrationRow } from "../collections/access-controls.ts";
import { DIRECTORY_SAMPLES } from "../collections/directory-samples.ts";
import type { FilterRules } from "../odata/filter.ts";
import { objectNotFound } from "../refusal.ts";
import { registered } from "../state/plain-objects.ts";
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

function* reportedUsers(tenant: Tenant, after: number): Generator<ReportedUser> {
  for (const object of tenant.directory.after("user", after)) if (isReported(object)) yield object;
}

function serveRegistrations(app: FastifyInstance, tenant: Tenant, pageSize: number): void {
  const path = "reports/authenticationMethods/userRegistrationDetails";
  const sample = { ...DIRECTORY_SAMPLES.user, registration: registered([]) };
  serveCollection(app, {
    path,
    collection: () => ({
      path,
      candidates: (_filter, after) => reportedUsers(tenant, after),
      orderOf: (user) => tenant.directory.orderOf(user.id),
      toRow: (user) => registrationRow(tenant, user),
      filterable: REGISTRATION_FILTERS,
      properties: Object.keys(registrationRow(tenant, sample)),
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
