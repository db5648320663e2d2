import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import type { JsonObject } from "../testing/json.ts";
import { isJsonObject, parseObject } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding, grantOf, NO_END } from "../testing/lab.ts";
import { findPermissions, PERMISSION_NAMES, PERMISSION_RULES } from "./table.ts";

const ROLES = "/roleManagement/directory";

let lab: Lab;

beforeEach(async () => {
  lab = await createLab({ adminCount: 20 });
});

/** A token of the application while it is granted these. */
async function tokenWith(...granted: string[]): Promise<string> {
  expect((await lab.control("PUT", "/permissions", { granted })).status).toBe(200);
  return lab.applicationToken();
}

function methodOf(method: string): "GET" | "POST" | "DELETE" | null {
  return method === "GET" || method === "POST" || method === "DELETE" ? method : null;
}

function isNotServed(body: JsonObject): boolean {
  return JSON.stringify(body).includes("Resource not found for the segment");
}

describe("an application", () => {
  test("without any permission is refused everywhere, and with what it is granted at the start nowhere", async () => {
    const full = await lab.applicationToken();
    const empty = await tokenWith();
    let count = 0;
    for (const { method, path } of PERMISSION_RULES) {
      const asked = methodOf(method);
      if (asked === null) continue;
      const url = path.replaceAll("{}", "x");
      const refused = await lab.graph(asked, url, undefined, { accessToken: empty });
      if (isNotServed(refused.body)) continue;
      count += 1;
      const isOfPim = /Schedule|roleManagementPolic/u.test(path);
      expect([path, refused.status, codeOf(refused)]).toEqual([
        path,
        403,
        isOfPim ? "PermissionScopeNotGranted" : "Authorization_RequestDenied",
      ]);
      expect([path, (await lab.graph(asked, url, undefined, { accessToken: full })).status]).not.toEqual([
        path,
        403,
      ]);
    }
    expect(count).toBeGreaterThan(35);
  });

  test("is asked for a permission by every route there is, but for those that need none", async () => {
    const routes = new Set<string>();
    const fresh = await createLab({ adminCount: 5 });
    fresh.app.addHook("onRoute", ({ method, url }) => {
      const path = /^\/(?:v1\.0|beta)(?<path>\/.*)$/u.exec(url)?.groups?.["path"] ?? "";
      for (const each of [method].flat()) routes.add(`${each} ${path}`);
    });
    await fresh.app.ready();
    expect(routes.size).toBeGreaterThan(50);
    const unasked = [...routes].filter((route) => {
      const [method = "", path = ""] = route.split(" ");
      return findPermissions(method, path, path) === null;
    });
    expect(unasked.toSorted()).toEqual(["GET /me", "HEAD /me", "POST /$batch"]);
  });

  test("is told by PIM what it lacks", async () => {
    const token = await tokenWith("User.Read.All");
    const answer = await lab.graph("GET", `${ROLES}/roleEligibilitySchedules`, undefined, {
      accessToken: token,
    });
    expect(answer.body["error"]).toMatchObject({
      message:
        "Authorization failed due to missing permission scope RoleEligibilitySchedule.Read.Directory," +
        "RoleEligibilitySchedule.ReadWrite.Directory,RoleManagement.Read.All,RoleManagement.Read.Directory," +
        "RoleManagement.ReadWrite.Directory.",
    });
    expect((await lab.graph("GET", "/users", undefined, { accessToken: token })).status).toBe(200);
  });

  test("keeps what its token says until the next one", async () => {
    const before = await lab.applicationToken();
    const after = await tokenWith("User.Read.All");
    expect((await lab.graph("GET", "/groups", undefined, { accessToken: before })).status).toBe(200);
    expect((await lab.graph("GET", "/groups", undefined, { accessToken: after })).status).toBe(403);
  });

  test("that may only remove is refused whatever else it asks for", async () => {
    const row = findStanding(lab, (candidate) => candidate.directoryScopeId === "/");
    const path = `${ROLES}/roleAssignmentScheduleRequests`;
    const token = await tokenWith("RoleAssignmentSchedule.Remove.Directory");
    const body = { justification: "A reason", scheduleInfo: NO_END, ...grantOf(row) };
    for (const action of ["adminAssign", "adminUpdate", "adminExtend", "nonsense"]) {
      const answer = await lab.graph("POST", path, { ...body, action }, { accessToken: token });
      expect([action, codeOf(answer)]).toEqual([action, "PermissionScopeNotGranted"]);
    }
    expect(codeOf(await lab.graph("GET", path, undefined, { accessToken: token }))).toBe(
      "PermissionScopeNotGranted",
    );
    const removed = await lab.graph("POST", path, { ...body, action: "AdminRemove" }, { accessToken: token });
    expect(removed.status).toBe(201);
  });

  test("needs for the settings of groups another permission than for those of roles", async () => {
    const ofRoles = `/policies/roleManagementPolicies?$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'`;
    const ofGroups = `/policies/roleManagementPolicies?$filter=scopeId eq 'x' and scopeType eq 'Group'`;
    const token = await tokenWith("RoleManagementPolicy.Read.AzureADGroup");
    expect((await lab.graph("GET", ofRoles, undefined, { accessToken: token })).status).toBe(403);
    expect((await lab.graph("GET", ofGroups, undefined, { accessToken: token })).status).not.toBe(403);
  });

  test("reaches the settings of roles not by naming a group anywhere else in the address", async () => {
    const accessToken = await tokenWith("RoleManagementPolicy.ReadWrite.AzureADGroup");
    const path = "/policies/roleManagementPolicies";
    const ofRoles = "$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'";
    for (const [method, url] of [
      ["GET", `${path}?$filter=scopeType eq 'Group'&${ofRoles}`],
      ["GET", `${path}?${ofRoles}&$select=/Group_`],
      ["PATCH", `${path}/DirectoryRole_x/rules/Expiration_EndUser_Assignment?/Group_`],
    ] as const) {
      const body = method === "PATCH" ? {} : undefined;
      expect([url, (await lab.graph(method, encodeURI(url), body, { accessToken })).status]).toEqual([
        url,
        403,
      ]);
    }
    const ofGroup = "$filter=scopeId eq 'x' and scopeType%20%65q 'Group'".replaceAll(" ", "+");
    const ofRolesToken = await tokenWith("RoleManagementPolicy.ReadWrite.Directory");
    const answer = await lab.graph("GET", `${path}?${ofGroup}`, undefined, { accessToken: ofRolesToken });
    expect(answer.status).toBe(403);
  });

  test("is not enough where a person without a role asks: roles are made by those who may change them", async () => {
    const [userId = ""] = lab.facts.onlyEligibleIds;
    const accessToken = await lab.signIn(userId);
    const body = {
      displayName: "Mine",
      rolePermissions: [{ allowedResourceActions: ["microsoft.directory/users/create"] }],
    };
    const path = "/roleManagement/directory/roleDefinitions";
    expect((await lab.graph("POST", path, body, { accessToken })).status).toBe(403);
    const [administratorId = ""] = lab.facts.globalAdministratorIds;
    const asAdministrator = { accessToken: await lab.signIn(administratorId) };
    expect((await lab.graph("POST", path, body, asAdministrator)).status).toBe(201);
  });

  test("sees when somebody signed in only with the permission for logs besides", async () => {
    const ways = [
      "?$select=id,signInActivity",
      "?$filter=signInActivity/lastSignInDateTime le 2026-07-01T00:00:00Z",
    ];
    const asked = async (...names: string[]): Promise<number[]> => {
      const accessToken = await tokenWith(...names);
      const answers = await Promise.all(
        ways.map((way) => lab.graph("GET", encodeURI(`/users${way}`), undefined, { accessToken })),
      );
      return answers.map(({ status }) => status);
    };
    expect(await asked("User.Read.All")).toEqual([403, 403]);
    expect(await asked("User.Read.All", "AuditLog.Read.All")).toEqual([200, 200]);
  });

  test("changes who is in a group that can hold roles only with the permission to manage roles", async () => {
    const [groupId = ""] = lab.facts.roleGroupIds;
    const [userId = ""] = lab.facts.onlyEligibleIds;
    const path = `/groups/${groupId}/members/$ref`;
    const body = { "@odata.id": `https://localhost/v1.0/directoryObjects/${userId}` };
    const accessTokens = [await tokenWith("GroupMember.ReadWrite.All"), await lab.signIn(userId)];
    for (const accessToken of accessTokens) {
      const answer = await lab.graph("POST", path, body, { accessToken });
      expect([answer.status, codeOf(answer)]).toEqual([403, "Authorization_RequestDenied"]);
    }
    const accessToken = await tokenWith("GroupMember.ReadWrite.All", "RoleManagement.ReadWrite.Directory");
    expect((await lab.graph("POST", path, body, { accessToken })).status).toBe(204);
  });

  test("inside a batch is refused item by item", async () => {
    const token = await tokenWith("User.Read.All");
    const requests = ["/users?$top=1", "/groups?$top=1"].map((url, index) => ({
      id: String(index),
      method: "GET",
      url,
    }));
    const answer = await lab.graph("POST", "/$batch", { requests }, { accessToken: token });
    expect(answer.body["responses"]).toMatchObject([
      { id: "1", status: 403 },
      { id: "0", status: 200 },
    ]);
  });

  test("is granted only what exists", async () => {
    expect((await lab.control("PUT", "/permissions", { granted: ["Nonsense.Read"] })).status).toBe(400);
  });
});

/** Where the table says more than the reference, and why. */
const BESIDES: readonly (readonly [call: RegExp, permissions: readonly string[], reason: string])[] = [
  [
    /^GET \/policies\//u,
    ["RoleManagementPolicy.Read.Directory", "RoleManagementPolicy.ReadWrite.Directory"],
    "Microsoft's pages name them for applications; the reference has them for users only",
  ],
  [
    /^PATCH \/policies\//u,
    ["RoleManagementPolicy.ReadWrite.Directory", "RoleManagement.ReadWrite.Directory"],
    "measured to work; the reference has no application permission",
  ],
  [
    /^POST .*\/roleEligibilityScheduleRequests$/u,
    ["RoleEligibilitySchedule.Remove.Directory"],
    "its name; the reference has it on the active side only",
  ],
  [
    /^DELETE \/groups\//u,
    ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"],
    "Microsoft's page on the call; not in the reference",
  ],
  [
    /^(?:POST|PATCH|DELETE) .*\/roleDefinitions|\/transitiveRoleAssignments$|\/roleAssignmentApprovals\/|\/memberOf$/u,
    PERMISSION_NAMES,
    "not in the reference",
  ],
  [
    /^POST \/groups\/|\/administrativeUnits\/\{\}\/members$|^GET \/(?:organization|subscribedSkus)\/|ClassReferences\/\{\}$/u,
    PERMISSION_NAMES,
    "not in the reference",
  ],
  [/\/conditionalAccess\/policies|\/reports\/|sendMail/u, PERMISSION_NAMES, "not in the reference"],
];

function textsAt(value: unknown, name: string): string[] {
  const list = isJsonObject(value) ? value[name] : null;
  return Array.isArray(list) ? list.map(String) : [];
}

describeWithSharedData("the permissions of the reference", (folder) => {
  const contract = parseObject(readFileSync(join(folder, "pim-openapi.json"), "utf8"));
  const paths = isJsonObject(contract["paths"]) ? contract["paths"] : {};

  /** What the reference accepts from applications, by call. */
  const documented = new Map<string, readonly string[]>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(isJsonObject(operations) ? operations : {})) {
      const permissions = isJsonObject(operation) ? operation["x-permissions"] : null;
      const application = isJsonObject(permissions) ? permissions["Application"] : null;
      const name = path.replaceAll(/\{[^}]+\}|filterByCurrentUser\(.*\)/gu, "{}");
      const accepted = [...textsAt(application, "least"), ...textsAt(application, "alsoAccepted")];
      documented.set(`${method.toUpperCase()} ${name}`, accepted);
    }
  }

  test("are accepted for every call of it, and no others but those that are named here", () => {
    expect(documented.size).toBeGreaterThan(50);
    for (const [call, expected] of documented) {
      if (call === "POST /$batch") continue;
      const rule = PERMISSION_RULES.find(({ method, path }) => `${method} ${path}` === call);
      const { least = [], also = [], onlyRemove = [] } = rule?.permissions ?? {};
      const accepted = new Set([...least, ...also, ...onlyRemove]);
      const besides = new Set(
        BESIDES.filter(([pattern]) => pattern.test(call)).flatMap(([, names]) => names),
      );
      const missing = expected.filter((name) => !accepted.has(name));
      const extra = [...accepted].filter((name) => !expected.includes(name) && !besides.has(name));
      expect({ call, missing, extra }).toEqual({ call, missing: [], extra: [] });
    }
  });

  test("are the table's only reason for a call: each other one is named here", () => {
    const own = PERMISSION_RULES.map(({ method, path }) => `${method} ${path}`).filter(
      (call) => !documented.has(call),
    );
    expect(own.filter((call) => !BESIDES.some(([pattern]) => pattern.test(call)))).toEqual([]);
  });
});
