import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BREAK_GLASS, soundPlan } from "./api-under-test.ts";
import { openTable } from "./sheet/sheet-under-test.ts";
import { Made, StoredApi } from "./stored-api.ts";
import { completeInventory, HOLDERS } from "./stored-tenant.ts";

let stored: StoredApi;
beforeAll(async () => {
  stored = await StoredApi.start();
});
beforeEach(() => {
  stored.api.jobs.length = 0;
  stored.api.queue.isReachable = true;
});
afterAll(() => stored.close());

describe("a rollout", () => {
  it("is stored from a sound plan, answered with its address, and the engine is told", async () => {
    const answer = await stored.post("author", "/v1/rollouts", { plan: soundPlan() });
    const { id, inventoryId, state } = Parse(Made, answer.body);
    expect([answer.status, answer.headers["location"], state]).toEqual([
      202,
      `/v1/rollouts/${id}`,
      "compiling",
    ]);
    expect(stored.api.jobs).toEqual([
      { kind: "inventory", inventoryId },
      { kind: "advance", rolloutId: id },
    ]);
    expect((await stored.get(`/v1/rollouts/${id}`)).body).toEqual(answer.body);
  });

  it("is stored although the queue is out of reach", async () => {
    stored.api.queue.isReachable = false;
    expect((await stored.post("author", "/v1/rollouts", { plan: soundPlan() })).status).toBe(202);
  });

  it("from an inventory that is not completed is refused", async () => {
    const { inventoryId } = await stored.makeRollout();
    for (const id of [inventoryId, randomUUID()]) {
      const { status, body } = await stored.post("author", "/v1/rollouts", {
        plan: soundPlan(),
        inventoryId: id,
      });
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "inventoryNotUsable" })]);
    }
  });

  it("is checked against the inventory that it names, and against the tenant for who holds nothing", async () => {
    const { inventoryId } = await stored.makeRollout();
    await completeInventory(stored.store, inventoryId);
    const plan = soundPlan();
    plan.spec.selection.roles = [{ name: "No Such Role" }];
    plan.spec.exclusions = [
      { principalId: randomUUID(), reasonCode: "x", owner: "x", expires: "2999-01-01" },
      { principalId: HOLDERS[0]?.id ?? "", reasonCode: "x", owner: "x", expires: "2999-01-01" },
    ];
    const { status, body } = await stored.post("author", "/v1/plans/validate", { plan, inventoryId });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [
        { pointer: "/plan/spec/selection/roles/0/name", code: "unknownRole" },
        { pointer: "/plan/spec/exclusions/0/principalId", code: "unknownPrincipal" },
      ],
    });
    expect(
      (await stored.post("author", "/v1/plans/validate", { plan: soundPlan(), inventoryId })).body,
    ).toMatchObject({
      valid: true,
      checkedAgainst: "inventory",
    });
  });

  it("can be listed, newest first, page by page", async () => {
    const made = [
      (await stored.makeRollout()).id,
      (await stored.makeRollout()).id,
      (await stored.makeRollout()).id,
    ];
    const Page = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })), next: Type.String() });
    const first = Parse(Page, (await stored.get("/v1/rollouts?limit=2")).body);
    const second = Parse(Page, (await stored.get(`/v1/rollouts?limit=2&cursor=${first.next}`)).body);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(made.toReversed());
    const wrong = await stored.get("/v1/rollouts?cursor=nonsense");
    expect([wrong.status, wrong.body]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ in: "query", pointer: "/cursor" })] }),
    ]);
  });
});

describe("reading what a rollout does", () => {
  it("conversions can be asked for by wave, state and principal", async () => {
    const { id } = await stored.makePlanned();
    const Page = Type.Object({ items: Type.Array(Type.Object({ wavePosition: Type.Integer() })) });
    const count = async (query: string): Promise<number> =>
      Parse(Page, (await stored.get(`/v1/rollouts/${id}/conversions?${query}`)).body).items.length;
    expect(await count("")).toBe(HOLDERS.length);
    expect(await count("wave=pilot")).toBe(1);
    expect(await count("wave=broad")).toBe(HOLDERS.length - 1);
    expect(await count("state=converted")).toBe(0);
    expect(await count(`principalId=${HOLDERS[1]?.id}`)).toBe(1);
    expect((await stored.get(`/v1/rollouts/${id}/conversions?wave=none`)).status).toBe(404);
    expect((await stored.get(`/v1/rollouts/${id}/waves`)).body).toMatchObject({
      items: [{ name: "pilot" }, { name: "broad" }],
    });
  });

  it("the manifest is a table in UTF-8 of every assignment, in which no cell can become a formula", async () => {
    const { id, digest } = await stored.makePlanned();
    const answer = await stored.get(`/v1/rollouts/${id}/manifest.csv`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.headers["x-manifest-digest"]).toBe(digest);
    const [header, ...lines] = answer.text.trimEnd().split("\r\n");
    expect(header).toBe(
      "\uFEFFwave,disposition,reason,detail,principalType,principalName,principalId,roleName,roleDefinitionId," +
        "scopeName,directoryScopeId,appScopeId,origin,startDateTime,endDateTime,assignmentId,becomes",
    );
    expect(lines).toHaveLength(HOLDERS.length + BREAK_GLASS.length);
    expect(answer.text).toContain(`"'=HYPERLINK(""http://evil"",""Ana"")"`);
    expect(answer.text).toContain('"Müller, ""Bö"""');
    expect(answer.text).toContain("Čeněk");
    expect(answer.text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it("what it would do is counted, with a forecast, once it is compiled and not before", async () => {
    const { id } = await stored.makePlanned();
    const { status, body } = await stored.get(`/v1/rollouts/${id}/what-if`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dispositions: [
        { disposition: "convert", count: 3, reasons: [{ reason: "selected", count: 3 }] },
        { disposition: "keep", count: 0 },
        { disposition: "exclude", count: 2, reasons: [{ reason: "emergencyAccess", count: 2 }] },
        { disposition: "review", count: 0 },
      ],
      roles: [
        { roleName: "Global Administrator", standing: { before: 2, after: 2 } },
        {
          roleName: "Message Center Reader",
          standing: { before: 3, after: 0 },
          eligible: { before: 0, after: 3 },
        },
      ],
      waves: [
        { name: "pilot", principalCount: 1, conversionCount: 1, writeCount: 2, workMs: 16_000 },
        { name: "broad", principalCount: 2, conversionCount: 2, roleCount: 1 },
      ],
      duration: { totalMs: 32_000, gateCount: 1 },
      seats: { neededCount: 3, seatCount: 0, missingCount: 3 },
    });
    const { id: compiling } = await stored.makeRollout();
    expect((await stored.get(`/v1/rollouts/${compiling}/what-if`)).status).toBe(409);
  });

  it("there is no manifest before it is compiled", async () => {
    const { id } = await stored.makeRollout();
    expect((await stored.get(`/v1/rollouts/${id}/manifest.csv`)).status).toBe(409);
  });

  it.each(["", "/waves", "/conversions", "/manifest.csv", "/what-if"])(
    "a rollout that is not there has no %s",
    async (what) => {
      expect((await stored.get(`/v1/rollouts/${randomUUID()}${what}`)).status).toBe(404);
    },
  );
});

describe("an inventory as a table", () => {
  it("holds everything that was found, with names and classes, and no cell that could become a formula", async () => {
    const { inventoryId } = await stored.makeRollout();
    expect((await stored.get(`/v1/inventories/${inventoryId}/assignments.csv`)).status).toBe(409);
    await completeInventory(stored.store, inventoryId);
    const answer = await stored.get(`/v1/inventories/${inventoryId}/assignments.csv`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.text.startsWith("\uFEFFlist,inBothLists,")).toBe(true);
    const [header = [], ...rows] = openTable(answer.text);
    expect(rows).toHaveLength(HOLDERS.length + BREAK_GLASS.length);
    const cell = (row: readonly string[], column: string): string => row[header.indexOf(column)] ?? "";
    const ana = rows.find((row) => cell(row, "principalId") === HOLDERS[0]?.id) ?? [];
    expect(cell(ana, "displayName")).toBe(`'=HYPERLINK("http://evil","Ana")`);
    expect([cell(ana, "list"), cell(ana, "inBothLists"), cell(ana, "roleName"), cell(ana, "guest")]).toEqual([
      "active",
      "yes",
      "Message Center Reader",
      "no",
    ]);
    expect(rows.flat().filter((text) => /^\s*[=+\-@\t\r\n]/.test(text))).toEqual([]);
    expect((await stored.get(`/v1/inventories/${randomUUID()}/assignments.csv`)).status).toBe(404);
  });
});

describe("an inventory", () => {
  it("is ordered without a body, read by id, and shows what was found once it is completed", async () => {
    const ordered = await stored.post("operator", "/v1/inventories");
    const { id } = Parse(Type.Object({ id: Type.String() }), ordered.body);
    expect([ordered.status, ordered.headers["location"]]).toEqual([202, `/v1/inventories/${id}`]);
    expect(stored.api.jobs).toEqual([{ kind: "inventory", inventoryId: id }]);
    expect((await stored.get(`/v1/inventories/${id}/assignments`)).status).toBe(409);
    await completeInventory(stored.store, id);
    expect((await stored.get(`/v1/inventories/${id}`)).body).toMatchObject({
      state: "completed",
      counts: { roles: 2, principals: 5, assignments: 5 },
      problem: null,
    });
    const Page = Type.Object({
      items: Type.Array(Type.Unknown()),
      next: Type.Union([Type.String(), Type.Null()]),
    });
    const first = Parse(Page, (await stored.get(`/v1/inventories/${id}/assignments?limit=3`)).body);
    const rest = Parse(
      Page,
      (await stored.get(`/v1/inventories/${id}/assignments?limit=3&cursor=${first.next}`)).body,
    );
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 2, null]);
    expect((await stored.get(`/v1/inventories/${randomUUID()}`)).status).toBe(404);
  });
});
