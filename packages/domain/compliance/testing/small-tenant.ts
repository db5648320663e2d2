import {
  ComplianceRun,
  accessByPrincipal,
  GLOBAL_ADMINISTRATOR,
  NO_ROWS,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type ComplianceCheckId,
  type ComplianceReport,
  type ComplianceVerdict,
  type ConditionalAccessPolicy,
  type EligibilityInstance,
  type Inventory,
  type Principal,
  type RoleDefinition,
} from "@standdown/domain";
import { standingRow } from "../../testing/standing-row.ts";

export const SECURITY = "194ae4cb-b126-40b2-bd5b-6091b380977d";
export const EXCHANGE = "29232cdf-9323-42fd-ade2-1d097af3e4de";
export const CUSTOM = "custom";
export const START = "2026-01-01T00:00:00Z";
export const END = "2027-01-01T00:00:00Z";

const role = (id: string, displayName: string, isPrivileged: boolean | null): RoleDefinition => ({
  id,
  templateId: id,
  displayName,
  isBuiltIn: id !== CUSTOM,
  isEnabled: true,
  isPrivileged,
});
const ROLES = [
  role(GLOBAL_ADMINISTRATOR, "Global Administrator", true),
  role(SECURITY, "Security Administrator", true),
  role(EXCHANGE, "Exchange Administrator", false),
  role(CUSTOM, "Something of ours", null),
];

/** A principal of which little is known. */
export const who = (
  id: string,
  type: Principal["type"] = "user",
  more: Partial<Principal> = {},
): Principal => ({
  id,
  type,
  ...NOTHING_KNOWN,
  userPrincipalName: type === "user" ? `${id}@example.com` : null,
  ...more,
});

let rowCount = 0;
/** An active row: permanent, made through PIM, for the whole tenant. */
export function holds(
  principalId: string,
  roleDefinitionId: string,
  more: Partial<AssignmentInstance> = {},
): AssignmentInstance {
  rowCount += 1;
  return standingRow({ id: `row-${rowCount}`, principalId, roleDefinitionId, startDateTime: START, ...more });
}

/** An eligible row. */
export function canActivate(
  principalId: string,
  roleDefinitionId = GLOBAL_ADMINISTRATOR,
): EligibilityInstance {
  return {
    id: `${principalId} ${roleDefinitionId}`,
    principalId,
    roleDefinitionId,
    directoryScopeId: "/",
    appScopeId: null,
    memberType: "Direct",
    startDateTime: START,
    endDateTime: null,
    roleEligibilityScheduleId: "s",
  };
}

export const passkey = (id: string) => ({
  id,
  isMfaRegistered: true,
  methodsRegistered: ["fido2SecurityKey"],
});
export const phone = (id: string) => ({ ...passkey(id), methodsRegistered: ["fido2", "mobilePhone"] });

export const policy = (more: Partial<ConditionalAccessPolicy>): ConditionalAccessPolicy => ({
  id: "p",
  displayName: "p",
  state: "enabled",
  includeRoles: [],
  excludeRoles: [],
  includeUsers: [],
  excludeUsers: [],
  includeGroups: [],
  excludeGroups: [],
  authenticationContexts: [],
  grantControls: ["mfa"],
  ...more,
});

/** Whoever holds something is active in the directory, too, unless the test says otherwise. */
export function report(
  tenant: Partial<Inventory>,
  emergencyAccess: readonly string[] = [],
): ComplianceReport {
  const assignments = tenant.assignments ?? [];
  const inventory: Inventory = {
    ...NO_ROWS,
    id: "i",
    tenantId: "t",
    readAt: START,
    roles: ROLES,
    roleAssignments: assignments,
    ...tenant,
  };
  const run = new ComplianceRun(inventory, emergencyAccess);
  for (const access of accessByPrincipal(inventory)) run.observe(access);
  return run.conclude();
}

/** What one check says of a tenant. */
export function resultOf(
  check: ComplianceCheckId,
  tenant: Partial<Inventory>,
  emergencyAccess: readonly string[] = [],
) {
  const found = report(tenant, emergencyAccess).results.find((result) => result.check === check);
  if (found === undefined) throw new Error(`${check} was not computed`);
  return found;
}

/** What is in the tenant, what a check says of it, and how many rows it counts. */
export type Case = readonly [string, Partial<Inventory>, ComplianceVerdict, number];
export const ANN = [who("ann")];
export const TEAM = { principals: [who("team", "group")], assignments: [holds("team", SECURITY)] };
export const OF_TEAM = {
  groupMembers: [{ id: "team", userIds: ["ann", "bo"], groupIds: [], servicePrincipalIds: [] }],
};
export const WITH_APP = {
  groupMembers: [{ id: "team", userIds: [], groupIds: [], servicePrincipalIds: ["app"] }],
};
