import type { PermissionSet } from "./sets.ts";
import {
  ADMINISTRATIVE_UNITS,
  APPROVALS,
  AUDITS,
  AUTHENTICATION_CONTEXTS,
  CONDITIONAL_ACCESS,
  DIRECTORY_OBJECTS,
  GROUP,
  GROUP_LIST,
  GROUP_MEMBER_OF,
  GROUP_MEMBER_WRITES,
  GROUP_MEMBERS,
  GROUP_OWNERS,
  GROUP_POLICIES,
  GROUP_POLICY_WRITES,
  groupSchedulePermissions,
  LICENCES,
  ORGANIZATION,
  POLICIES,
  POLICY_WRITES,
  REGISTRATION_DETAILS,
  ROLE_ASSIGNMENTS,
  ROLE_DEFINITIONS,
  ROLE_WRITES,
  schedulePermissions,
  SEND_MAIL,
  SERVICE_PRINCIPAL,
  SERVICE_PRINCIPAL_LIST,
  USER_MEMBER_OF,
  USERS,
} from "./sets.ts";

/** What an application needs for one call. */
export interface PermissionRule {
  readonly method: string;
  /** After the version, `{}` in the place of each id. */
  readonly path: string;
  readonly permissions: PermissionSet;
}

type Row = readonly [call: string, permissions: PermissionSet];

const ROLES = "/roleManagement/directory";
const GROUPS = "/identityGovernance/privilegedAccess/group";
const POLICY = "/policies/roleManagementPolicies";

/** A list, and its items by id; `filterByCurrentUser` stands in the place of an id. */
function reads(path: string, permissions: PermissionSet): Row[] {
  return [
    [`GET ${path}`, permissions],
    [`GET ${path}/{}`, permissions],
  ];
}

function schedules(stem: "Assignment" | "Eligibility", removers: readonly string[]): Row[] {
  const { reads: reading, requests } = schedulePermissions(`Role${stem}Schedule`);
  const path = `${ROLES}/role${stem}Schedule`;
  return [
    ...reads(`${path}s`, reading),
    ...reads(`${path}Instances`, reading),
    ...reads(`${path}Requests`, requests),
    [`POST ${path}Requests`, { ...requests, onlyRemove: removers }],
    [`POST ${path}Requests/{}/cancel`, requests],
  ];
}

function groupSchedules(stem: "assignment" | "eligibility"): Row[] {
  const permission = `Privileged${stem === "assignment" ? "Assignment" : "Eligibility"}Schedule`;
  const { reads: reading, requests } = groupSchedulePermissions(permission);
  const path = `${GROUPS}/${stem}Schedule`;
  return [
    ...reads(`${path}s`, reading),
    ...reads(`${path}Instances`, reading),
    ...reads(`${path}Requests`, reading),
    [`POST ${path}Requests`, { ...requests, onlyRemove: [`${permission}.Remove.AzureADGroup`] }],
    [`POST ${path}Requests/{}/cancel`, requests],
  ];
}

const ELIGIBILITY_REMOVER = "RoleEligibilitySchedule.Remove.Directory";

const ROWS: readonly Row[] = [
  ...reads(`${ROLES}/roleDefinitions`, ROLE_DEFINITIONS),
  [`POST ${ROLES}/roleDefinitions`, ROLE_WRITES],
  [`PATCH ${ROLES}/roleDefinitions/{}`, ROLE_WRITES],
  [`DELETE ${ROLES}/roleDefinitions/{}`, ROLE_WRITES],
  ...reads(`${ROLES}/roleAssignments`, ROLE_ASSIGNMENTS),
  [`POST ${ROLES}/roleAssignments`, ROLE_WRITES],
  [`DELETE ${ROLES}/roleAssignments/{}`, ROLE_WRITES],
  [`GET ${ROLES}/transitiveRoleAssignments`, ROLE_ASSIGNMENTS],
  [`GET ${ROLES}/roleAssignmentApprovals/{}`, APPROVALS],
  ...reads(`${ROLES}/roleAssignmentApprovals/{}/steps`, APPROVALS),
  [`PATCH ${ROLES}/roleAssignmentApprovals/{}/steps/{}`, APPROVALS],
  // The reference has both removers on the active side and none on the eligible one, where its name puts the second.
  ...schedules("Assignment", ["RoleAssignmentSchedule.Remove.Directory", ELIGIBILITY_REMOVER]),
  ...schedules("Eligibility", [ELIGIBILITY_REMOVER]),
  ...reads(POLICY, POLICIES),
  ...reads(`${POLICY}/{}/rules`, POLICIES),
  [`GET ${POLICY}/{}/effectiveRules`, POLICIES],
  ...reads("/policies/roleManagementPolicyAssignments", POLICIES),
  [`PATCH ${POLICY}/{}`, POLICY_WRITES],
  [`PATCH ${POLICY}/{}/rules/{}`, POLICY_WRITES],
  ...groupSchedules("assignment"),
  ...groupSchedules("eligibility"),
  ...reads("/users", USERS),
  ["GET /users/{}/memberOf", USER_MEMBER_OF],
  ["POST /users/{}/sendMail", SEND_MAIL],
  ["GET /groups", GROUP_LIST],
  ["GET /groups/{}", GROUP],
  ["GET /groups/{}/members", GROUP_MEMBERS],
  ["GET /groups/{}/transitiveMembers", GROUP_MEMBERS],
  ["GET /groups/{}/owners", GROUP_OWNERS],
  ["GET /groups/{}/memberOf", GROUP_MEMBER_OF],
  ["POST /groups/{}/members/$ref", GROUP_MEMBER_WRITES],
  ["DELETE /groups/{}/members/{}/$ref", GROUP_MEMBER_WRITES],
  ["GET /servicePrincipals", SERVICE_PRINCIPAL_LIST],
  ["GET /servicePrincipals/{}", SERVICE_PRINCIPAL],
  ["GET /servicePrincipals/{}/memberOf", SERVICE_PRINCIPAL_LIST],
  ...reads("/directory/administrativeUnits", ADMINISTRATIVE_UNITS),
  ["GET /directory/administrativeUnits/{}/members", ADMINISTRATIVE_UNITS],
  ["GET /directoryObjects/{}", DIRECTORY_OBJECTS],
  ["POST /directoryObjects/getByIds", DIRECTORY_OBJECTS],
  ...reads("/organization", ORGANIZATION),
  ...reads("/subscribedSkus", LICENCES),
  ...reads("/auditLogs/directoryAudits", AUDITS),
  ...reads("/identity/conditionalAccess/authenticationContextClassReferences", AUTHENTICATION_CONTEXTS),
  ...reads("/identity/conditionalAccess/policies", CONDITIONAL_ACCESS),
  ...reads("/reports/authenticationMethods/userRegistrationDetails", REGISTRATION_DETAILS),
];

const BY_CALL: ReadonlyMap<string, PermissionSet> = new Map(
  ROWS.map(([call, permissions]) => [call.toLowerCase(), permissions]),
);

/** All calls that need a permission of the application. */
export const PERMISSION_RULES: readonly PermissionRule[] = ROWS.map(([call, permissions]) => {
  const [method = "", path = ""] = call.split(" ");
  return { method, path, permissions };
});

/** All permissions that any of them accepts, sorted. */
export const PERMISSION_NAMES: readonly string[] = [
  ...new Set(
    ROWS.flatMap(([, { least, also, onlyRemove = [] }]) => [...least, ...also, ...onlyRemove]).concat(
      [GROUP_POLICIES, GROUP_POLICY_WRITES].flatMap(({ least, also }) => [...least, ...also]),
    ),
  ),
].toSorted();

/** How a list can be read otherwise: its links, its length, and what in it is of one type. */
const OTHER_READING = /\/(?:\$ref|\$count|microsoft\.graph\.\w+)$/iu;

/** Whether settings are asked for that are a group's: by their id, or by the filter of a list. */
function isOfGroups(url: string): boolean {
  const { pathname, searchParams } = new URL(url, "https://localhost");
  const filters = [...searchParams].filter(([name]) => /^\$?filter$/iu.test(name.trim()));
  return /\/Group_/iu.test(pathname) || /scopeType\s+eq\s+'Group'/iu.test(filters.at(-1)?.[1] ?? "");
}

/**
 * What an application needs for a call; null when it needs nothing, as for `$batch`, whose items are calls of their
 * own. `route` is the path after the version with `:name` in the place of each id, `url` the request's own: settings of
 * groups are asked for by the same paths as those of roles, with permissions of their own.
 */
export function findPermissions(method: string, route: string, url: string): PermissionSet | null {
  const asked = method === "HEAD" ? "GET" : method;
  const path = route.replaceAll(/:[^/]+/gu, "{}");
  const list = asked === "GET" ? path.replace(OTHER_READING, "") : path;
  const found = BY_CALL.get(`${asked} ${list}`.toLowerCase()) ?? null;
  if (found === POLICIES && isOfGroups(url)) return GROUP_POLICIES;
  if (found === POLICY_WRITES && isOfGroups(url)) return GROUP_POLICY_WRITES;
  return found;
}
