import type { DocumentedExample } from "./documented-examples.ts";

/** Examples that cannot be replayed, and why. */
export interface LeftOut {
  readonly reason: string;
  isMeant(example: DocumentedExample): boolean;
}

function byPath(reason: string, pattern: RegExp): LeftOut {
  return { reason, isMeant: ({ path }) => pattern.test(path) };
}

function byName(reason: string, names: readonly string[]): LeftOut {
  return { reason, isMeant: ({ name }) => names.includes(name.slice(name.indexOf(" ") + 1)) };
}

function isWrite({ method }: DocumentedExample): boolean {
  return method !== "GET";
}

/** The table of what is left out: the first reason that fits an example is its reason. */
export const LEFT_OUT: readonly LeftOut[] = [
  byPath(
    "another provider of roles or of approvals: entitlement management, Cloud PC",
    /\/roleManagement\/(?:entitlementManagement|cloudPC)\/|\/entitlementManagement\//iu,
  ),
  byPath("sign-in logs: no part of the tenant", /^\/auditLogs\/signIns/u),
  byPath("the catalogue of single permissions: no part of the tenant", /\/resourceNamespaces\//u),
  byPath("functions of an older PIM, shown with made-up arguments", /\/roleSchedule(?:Instance)?s\(/u),
  {
    reason: "roles limited to attribute sets: no part of the tenant",
    isMeant: ({ requestBody }) => JSON.stringify(requestBody).includes("attributeSets"),
  },
  {
    reason: "groups and administrative units are seeded; of them only members of groups change",
    isMeant: (example) =>
      isWrite(example) && /^\/groups(?:\/[^/]+)?$|^\/directory\/administrativeUnits/u.test(example.path),
  },
  byPath("the older list of who holds roles at an administrative unit", /\/scopedRoleMembers/u),
  byName("devices: no part of the tenant", [
    "get_administrativeunit_members",
    "list_administrativeunit_members",
  ]),
  byName("properties of mailboxes and of an application's set-up: no part of the tenant", [
    "get_group_non_default",
    "get_serviceprincipal",
  ]),
  byName("the page shows properties of users that come only when they are selected", [
    "get_users_2",
    "get_wa_count",
  ]),
  byName("the page shows a list where one entry is asked for", ["get_directoryaudit_1"]),
  {
    reason: "the page shows a property that its resource does not have",
    isMeant: ({ path, responseBody }) =>
      path.includes("/roleEligibilitySchedules/") && JSON.stringify(responseBody).includes("assignmentType"),
  },
  byName("asks for the signed-in user's tasks and passwords", ["batch"]),
  byName("the query has a slip of the pen that the service would refuse or overlook", ["get_to_count"]),
  {
    reason: "a page of v1.0 that shows what beta answered",
    isMeant: ({ version, responseBody }) =>
      version === "v1.0" && JSON.stringify(responseBody ?? "").includes("graph.microsoft.com/beta/$metadata"),
  },
  {
    reason: "the answer is a template of the page and no answer of the service",
    isMeant: ({ version, path, responseBody }) =>
      version === "beta" &&
      /^\/policies\/roleManagementPolic(?:ies|yAssignments)\/[^/]+$/u.test(path) &&
      JSON.stringify(responseBody).startsWith('{"value":{'),
  },
];

/** Why an example is left out; null when it is replayed. */
export function reasonFor(example: DocumentedExample): string | null {
  return LEFT_OUT.find((rule) => rule.isMeant(example))?.reason ?? null;
}
