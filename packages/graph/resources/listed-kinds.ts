import type { InventoryPage, ListedKind, ListedPage, TenantAnswer } from "@standdown/domain";
import { namePermission } from "../answer/name-permission.ts";
import type { GraphClient } from "../client/graph-client.ts";
import { collect, readPageAt, readPages } from "../reading/paging.ts";
import type { RowReader } from "../reading/row.ts";
import { ADMINISTRATIVE_UNITS, readUnit } from "./administrative-units.ts";
import { ASSIGNMENT_INSTANCES, readAssignmentInstance } from "./assignment-schedule-instances.ts";
import { CONDITIONAL_ACCESS_POLICIES, readConditionalAccessPolicy } from "./conditional-access-policies.ts";
import { ELIGIBILITY_INSTANCES, readEligibilityInstance } from "./eligibility-schedule-instances.ts";
import { readRoleAssignment, ROLE_ASSIGNMENTS } from "./role-assignments.ts";
import { readRoleDefinitions } from "./role-definitions.ts";
import { readRoleSettings, ROLE_SETTINGS } from "./role-settings.ts";
import { readLicence, SUBSCRIBED_SKUS } from "./subscribed-skus.ts";
import { readRegistration, REGISTRATION_DETAILS } from "./user-registration-details.ts";

type ReadListed = (client: GraphClient, cursor: string | null) => Promise<TenantAnswer<ListedPage>>;

/** Reads a page of a collection: the first one at its own path, each further one where the one before it said. */
function listed<T>(
  path: string,
  readRow: RowReader<T>,
  toPage: (rows: readonly T[]) => InventoryPage,
): ReadListed {
  return async (client, cursor) => {
    const page = await readPageAt(client, cursor ?? path, readRow);
    if (!page.ok) return page;
    return { ...page, value: { page: toPage(page.value.rows), next: page.value.nextLink } };
  };
}

/** All licences in one go: one page alone does not say that there is none. */
async function licences(client: GraphClient): Promise<TenantAnswer<ListedPage>> {
  const read = await collect(readPages(client, SUBSCRIBED_SKUS, readLicence));
  return read.ok ? { ...read, value: { page: { kind: "licences", rows: read.value }, next: null } } : read;
}

/** Roles come with a mark that only a second list says, so they are read in one go. */
async function roles(client: GraphClient): Promise<TenantAnswer<ListedPage>> {
  const read = await readRoleDefinitions(client);
  return read.ok ? { ...read, value: { page: { kind: "roles", rows: read.value }, next: null } } : read;
}

type Listed = { readonly permission: string; readonly read: ReadListed };

const LISTED: Readonly<Record<ListedKind, Listed>> = {
  roles: { permission: "RoleManagement.Read.Directory", read: roles },
  administrativeUnits: {
    permission: "AdministrativeUnit.Read.All",
    read: listed(ADMINISTRATIVE_UNITS, readUnit, (rows) => ({ kind: "administrativeUnits", rows })),
  },
  licences: { permission: "Organization.Read.All", read: licences },
  conditionalAccessPolicies: {
    permission: "Policy.Read.All",
    read: listed(CONDITIONAL_ACCESS_POLICIES, readConditionalAccessPolicy, (rows) => ({
      kind: "conditionalAccessPolicies",
      rows,
    })),
  },
  roleSettings: {
    permission: "RoleManagementPolicy.Read.Directory",
    read: listed(ROLE_SETTINGS, readRoleSettings, (rows) => ({ kind: "roleSettings", rows })),
  },
  roleAssignments: {
    permission: "RoleManagement.Read.Directory",
    read: listed(ROLE_ASSIGNMENTS, readRoleAssignment, (rows) => ({ kind: "roleAssignments", rows })),
  },
  assignments: {
    permission: "RoleAssignmentSchedule.Read.Directory",
    read: listed(ASSIGNMENT_INSTANCES, readAssignmentInstance, (rows) => ({ kind: "assignments", rows })),
  },
  eligibilities: {
    permission: "RoleEligibilitySchedule.Read.Directory",
    read: listed(ELIGIBILITY_INSTANCES, readEligibilityInstance, (rows) => ({ kind: "eligibilities", rows })),
  },
  mfaRegistrations: {
    permission: "AuditLog.Read.All",
    read: listed(REGISTRATION_DETAILS, readRegistration, (rows) => ({ kind: "mfaRegistrations", rows })),
  },
};

/** One page of what the tenant lists: the first where `cursor` is null. A refusal says which permission is missing. */
export async function readListed(
  client: GraphClient,
  kind: ListedKind,
  cursor: string | null,
): Promise<TenantAnswer<ListedPage>> {
  const { permission, read } = LISTED[kind];
  return namePermission(await read(client, cursor), permission);
}
