import { beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../testing/json.ts";
import { objectsAt, textAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding } from "../testing/lab.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await createLab({ rolePageSize: 7 });
});

type Rows = readonly JsonObject[];

function rowsOf(answer: Answer): Rows {
  return objectsAt(answer.body, "value");
}

async function readAll(path: string): Promise<Rows> {
  const rows = [];
  let next: string | undefined = path;
  while (next !== undefined) {
    const page: Answer = await lab.graph("GET", next);
    expect(page.status).toBe(200);
    rows.push(...rowsOf(page));
    const link: unknown = page.body["@odata.nextLink"];
    next = typeof link === "string" ? link.slice("https://localhost:1/v1.0".length) : undefined;
  }
  return rows;
}

const ROLES = "/roleManagement/directory";

describe("role collections", () => {
  test("are read whole over many pages, one row for each schedule in force", async () => {
    const instances = await readAll(`${ROLES}/roleAssignmentScheduleInstances`);
    const plain = await readAll(`${ROLES}/roleAssignments`);
    expect(instances).toHaveLength(lab.tenant.schedules.all("assignment").size);
    expect(plain.map((row) => row["id"])).toEqual(instances.map((row) => row["id"]));
    expect(new Set(plain.map((row) => row["id"])).size).toBe(plain.length);
  });

  test("tell by the instance alone how a row came about", async () => {
    for (const row of await readAll(`${ROLES}/roleAssignmentScheduleInstances`)) {
      const schedule = lab.tenant.schedules.byInstanceId("assignment", String(row["id"]));
      const isOutside = schedule?.origin === "outsidePim";
      expect(row["startDateTime"] === null).toBe(isOutside);
      expect(row["roleAssignmentScheduleId"] === row["id"]).toBe(isOutside);
      expect(row["endDateTime"] === null).toBe(schedule?.endAt === null);
    }
  });

  test("are filtered by what is documented, the same as by looking at each row", async () => {
    const all = await readAll(`${ROLES}/roleAssignmentScheduleInstances`);
    const [{ principalId, roleDefinitionId } = {}] = all;
    const filters: readonly (readonly [string, (row: Rows[number]) => boolean])[] = [
      [`principalId eq '${String(principalId)}'`, (row) => row["principalId"] === principalId],
      [
        `roleDefinitionId eq '${String(roleDefinitionId)}'`,
        (row) => row["roleDefinitionId"] === roleDefinitionId,
      ],
      ["assignmentType eq 'Activated'", (row) => row["assignmentType"] === "Activated"],
      ["directoryScopeId ne '/'", (row) => row["directoryScopeId"] !== "/"],
    ];
    for (const [filter, isWanted] of filters) {
      const found = await readAll(`${ROLES}/roleAssignmentScheduleInstances?$filter=${filter}`);
      expect(found).toEqual(all.filter(isWanted));
    }
  });

  test.each([
    "roleAssignmentScheduleInstances?$filter=endDateTime eq null",
    "roleAssignments?$filter=assignmentType eq 'Assigned'",
    "roleAssignments?$expand=principal,roleDefinition",
    "roleAssignments?$expand=nobody",
    "roleAssignments?$select=nothing",
    "roleAssignments?$orderby=id",
  ])("refuse %s", async (path) => {
    expect((await lab.graph("GET", `${ROLES}/${path}`)).status).toBe(400);
  });

  test("expand what is behind a row, and null for a principal that is gone", async () => {
    const fresh = await createLab();
    const row = [...fresh.tenant.schedules.all("assignment").values()].find((candidate) =>
      fresh.facts.activatedIds.includes(candidate.principalId),
    );
    const path =
      `${ROLES}/roleAssignmentScheduleInstances?$filter=principalId eq '${row?.principalId ?? ""}'` +
      "&$expand=principal,roleDefinition,activatedUsing,directoryScope";
    const [before] = rowsOf(await fresh.graph("GET", path));
    expect(before).toMatchObject({
      principal: { "@odata.type": "#microsoft.graph.user", id: row?.principalId },
      roleDefinition: { id: row?.roleDefinitionId },
      activatedUsing: { roleEligibilityScheduleId: row?.activatedUsing },
    });
    await fresh.control("DELETE", `/users/${row?.principalId ?? ""}`);
    const [after] = rowsOf(await fresh.graph("GET", path));
    expect(after).toMatchObject({ principal: null, principalId: row?.principalId });
    const filter = `$filter=principalId eq '${row?.principalId ?? ""}'`;
    expect(rowsOf(await fresh.graph("GET", `${ROLES}/roleAssignments?${filter}`))).toEqual([]);
    expect((await fresh.control("GET", "/watchdog")).body["count"]).toBe(0);
    await fresh.pass("P8D");
    expect(rowsOf(await fresh.graph("GET", path))).toEqual([]);
  });

  test("know no schedule that is gone, in words that say nothing", async () => {
    const answer = await lab.graph("GET", `${ROLES}/roleEligibilitySchedules/${lab.facts.callerId}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, "UnknownError"]);
  });

  test("show what has just changed only after a while, when lists are told to lag", async () => {
    const fresh = await createLab();
    const row = findStanding(fresh);
    const path = `${ROLES}/roleAssignments?$filter=principalId eq '${row.principalId}'`;
    const before = rowsOf(await fresh.graph("GET", path));
    await fresh.control("POST", "/quirks", { staleReads: 5000 });
    await fresh.pass("PT1S");
    await fresh.graph("DELETE", `${ROLES}/roleAssignments/${row.instanceId}`);
    expect(rowsOf(await fresh.graph("GET", path))).toEqual(before);
    await fresh.request("eligibility", "adminAssign", row);
    const eligible = `${ROLES}/roleEligibilityScheduleInstances?$filter=principalId eq '${row.principalId}'`;
    const count = rowsOf(await fresh.graph("GET", eligible)).length;
    await fresh.pass("PT5S");
    expect(rowsOf(await fresh.graph("GET", path))).toHaveLength(before.length - 1);
    expect(rowsOf(await fresh.graph("GET", eligible))).toHaveLength(count + 1);
  });
});

describe("what no client should ask", () => {
  test.each(["constructor", "__proto__", "toString"])("is no property: %s", async (name) => {
    for (const path of ["/users", "/roleManagement/directory/roleAssignments"]) {
      for (const option of [`$expand=${name}`, `$filter=${name} eq 'a'`, `$select=${name}`]) {
        expect((await lab.graph("GET", `${path}?${encodeURI(option)}`)).status).toBe(400);
      }
    }
  });

  test("is refused in the service's own shape, also where it cannot be read at all", async () => {
    const huge = await lab.graph("POST", "/directoryObjects/getByIds", { ids: ["x".repeat(2_000_000)] });
    expect([huge.status, codeOf(huge)]).toEqual([413, "BadRequest"]);
    for (const [path, status] of [
      ["/users/%zz", 400],
      [`/users/${"a".repeat(500)}`, 414],
    ] as const) {
      const answer = await lab.graph("GET", path);
      expect([answer.status, codeOf(answer)]).toEqual([status, "BadRequest"]);
    }
  });
});

describe("the directory", () => {
  test("gives few properties of a user unless others are selected", async () => {
    const [id = ""] = lab.facts.breakGlassIds;
    expect((await lab.graph("GET", `/users/${id}`)).body).not.toHaveProperty("accountEnabled");
    const selected = await lab.graph("GET", `/users/${id}?$select=id,accountEnabled,userType`);
    expect(selected.body).toEqual({
      "@odata.context": "https://localhost:1/v1.0/$metadata#users(id,accountEnabled,userType)/$entity",
      id,
      accountEnabled: true,
      userType: "Member",
    });
  });

  test("finds objects of all kinds by id, leaves out those it does not know, and takes a thousand ids", async () => {
    const ids = [lab.facts.callerId, lab.facts.roleGroupIds[0], lab.facts.breakGlassIds[0], "not-there"];
    const answer = await lab.graph("POST", "/directoryObjects/getByIds", { ids });
    expect(rowsOf(answer).map((row) => row["@odata.type"])).toEqual([
      "#microsoft.graph.servicePrincipal",
      "#microsoft.graph.group",
      "#microsoft.graph.user",
    ]);
    const many = { ids: Array.from({ length: 1001 }, () => lab.facts.callerId) };
    expect((await lab.graph("POST", "/directoryObjects/getByIds", many)).status).toBe(400);
  });

  test("has no group under the id of a user", async () => {
    const answer = await lab.graph("GET", `/groups/${lab.facts.breakGlassIds[0] ?? ""}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, "Request_ResourceNotFound"]);
  });

  test("refuses pages of more than 999 and advanced queries without their header", async () => {
    expect((await lab.graph("GET", "/users?$top=1000")).status).toBe(400);
    expect(codeOf(await lab.graph("GET", "/users?$filter=userType ne 'Guest'"))).toBe(
      "Request_UnsupportedQuery",
    );
  });

  test("lists the members of a group with their kind", async () => {
    const members = rowsOf(await lab.graph("GET", `/groups/${lab.facts.roleGroupIds[0] ?? ""}/members`));
    expect(members.length).toBeGreaterThan(2);
    expect(members.every((member) => member["@odata.type"] === "#microsoft.graph.user")).toBe(true);
  });
});

describe("a batch", () => {
  test("answers each item by itself, with the status that it would have alone", async () => {
    const answer = await lab.graph("POST", "/$batch", {
      requests: [
        { id: "1", method: "GET", url: `/users/${lab.facts.breakGlassIds[0] ?? ""}` },
        { id: "2", method: "GET", url: "/users/nobody" },
        { id: "3", method: "GET", url: "/organization", dependsOn: ["2"] },
      ],
    });
    const statuses = objectsAt(answer.body, "responses").map(
      (item) => `${textAt(item, "id")}: ${String(item["status"])}`,
    );
    expect(statuses.toSorted()).toEqual(["1: 200", "2: 404", "3: 424"]);
  });

  test("takes no header of an item that belongs to the batch as a whole", async () => {
    const headers = { "Content-Type": "application/json", "Content-Length": "5", Host: "a b" };
    const body = { ids: [lab.facts.callerId] };
    const answer = await lab.graph("POST", "/$batch", {
      requests: [
        { id: "1", method: "POST", url: "/directoryObjects/getByIds", headers, body },
        { id: "2", method: "GET", url: "/users?$top=1", headers: { host: "a b" } },
      ],
    });
    expect(objectsAt(answer.body, "responses").map((item) => item["status"])).toEqual([200, 200]);
  });

  test.each([
    [
      "more than twenty items",
      Array.from({ length: 21 }, (_unused, id) => ({ id: `${id}`, method: "GET", url: "/users" })),
    ],
    ["the same id twice", [1, 2].map(() => ({ id: "1", method: "GET", url: "/users" }))],
    ["a body without its type", [{ id: "1", method: "POST", url: "/users", body: {} }]],
    ["nothing", []],
  ])("of %s is refused as a whole", async (_what, requests) => {
    expect((await lab.graph("POST", "/$batch", { requests })).status).toBe(400);
  });

  test("holds an item back by itself when the service is asked to slow down", async () => {
    const fresh = await createLab();
    await fresh.control("POST", "/faults", {
      match: { pathContains: "/users" },
      kind: "429",
      retryAfterSeconds: 7,
    });
    const answer = await fresh.graph("POST", "/$batch", {
      requests: ["1", "2"].map((id) => ({ id, method: "GET", url: "/users?$top=1" })),
    });
    expect(JSON.stringify(answer.body)).toContain('"Retry-After":"7"');
    expect(JSON.stringify(answer.body)).toContain('"status":200');
  });
});
