import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BREAK_GLASS, MESSAGE_CENTER_READER, soundPlan } from "./api-under-test.ts";
import { openTable } from "./sheet/sheet-under-test.ts";
import { Made, StoredApi } from "./stored-api.ts";
import { compileAgain, completeInventory, HOLDER_COUNT, someHolders } from "./stored-tenant.ts";

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
    const holders = someHolders();
    await completeInventory(stored.store, inventoryId, holders);
    const plan = soundPlan();
    plan.spec.selection.roles = [{ name: "No Such Role" }];
    plan.spec.exclusions = [
      { principalId: randomUUID(), reasonCode: "other", owner: "x", expires: "2999-01-01" },
      { principalId: holders[0]?.id ?? "", reasonCode: "other", owner: "x", expires: "2999-01-01" },
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
  it("a second plan over the same people is refused, and told which rollout holds them", async () => {
    const { id, inventoryId } = await stored.makePlanned();
    const order = { plan: soundPlan(), inventoryId };
    const second = Parse(Made, (await stored.post("author", "/v1/rollouts", order)).body);
    await compileAgain(stored.store, second.id);
    expect((await stored.get(`/v1/rollouts/${second.id}`)).body).toMatchObject({
      state: "aborted",
      problems: [{ code: "heldByRollout", pointer: "/spec/selection", message: expect.stringContaining(id) }],
    });
  });

  it("conversions can be asked for by wave, state and principal", async () => {
    const { id } = await stored.makePlanned();
    const Page = Type.Object({
      items: Type.Array(Type.Object({ key: Type.Object({ principalId: Type.String() }) })),
    });
    const [first] = Parse(Page, (await stored.get(`/v1/rollouts/${id}/conversions`)).body).items;
    const count = async (query: string): Promise<number> =>
      Parse(Page, (await stored.get(`/v1/rollouts/${id}/conversions?${query}`)).body).items.length;
    expect(await count("")).toBe(HOLDER_COUNT);
    expect(await count("wave=pilot")).toBe(1);
    expect(await count("wave=broad")).toBe(HOLDER_COUNT - 1);
    expect(await count("state=converted")).toBe(0);
    expect(await count("disposition=remove")).toBe(0);
    expect(await count("disposition=convert")).toBe(HOLDER_COUNT);
    expect(await count(`principalId=${first?.key.principalId}`)).toBe(1);
    expect((await stored.get(`/v1/rollouts/${id}/conversions?wave=none`)).status).toBe(404);
    expect((await stored.get(`/v1/rollouts/${id}/waves`)).body).toMatchObject({
      items: [{ name: "pilot" }, { name: "broad" }],
    });
  });

  it("what the guards warn of is told page by page, as it was signed", async () => {
    const { id } = await stored.makePlanned();
    const Page = Type.Object({
      items: Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() })),
      next: Type.Union([Type.String(), Type.Null()]),
    });
    const first = Parse(Page, (await stored.get(`/v1/rollouts/${id}/findings?limit=2`)).body);
    const rest = Parse(Page, (await stored.get(`/v1/rollouts/${id}/findings?cursor=${first.next}`)).body);
    // Nobody knows whether they registered a method, so that nobody is known to be able to use the role.
    expect([...first.items, ...rest.items]).toEqual(
      [
        { code: "belowFloor", count: 1 },
        { code: "licenceSeatsShort", count: HOLDER_COUNT },
        ...Array.from({ length: HOLDER_COUNT }, () => ({ code: "mfaUnknown", count: 1 })),
      ].map((finding) => expect.objectContaining(finding)),
    );
    expect((await stored.get(`/v1/rollouts/${randomUUID()}/findings`)).status).toBe(404);
  });

  it("the manifest is a table in UTF-8 of every assignment, in which no cell can become a formula", async () => {
    const { id, digest } = await stored.makePlanned();
    const answer = await stored.get(`/v1/rollouts/${id}/manifest.csv`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.headers["x-manifest-digest"]).toBe(digest);
    const [header, ...lines] = answer.text.trimEnd().split("\r\n");
    expect(header).toBe(
      "\uFEFFwave,disposition,reason,detail,classes,principalType,principalName,principalId,roleName,roleDefinitionId," +
        "scopeName,directoryScopeId,appScopeId,origin,startDateTime,endDateTime,assignmentId,becomes",
    );
    expect(lines).toHaveLength(HOLDER_COUNT + BREAK_GLASS.length);
    expect(answer.text).toContain(`"'=HYPERLINK(""http://evil"",""Ana"")"`);
    expect(answer.text).toContain('"Müller, ""Bö"""');
    expect(answer.text).toContain("Čeněk");
    expect(answer.text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it("every assignment can be asked for, with the sentence that a helpdesk reads out", async () => {
    const { id } = await stored.makePlanned();
    const url = `/v1/rollouts/${id}/entries`;
    const Page = Type.Object({
      items: Type.Array(Type.Object({ key: Type.Object({ principalId: Type.String() }) })),
      next: Type.Union([Type.String(), Type.Null()]),
    });
    const who = async (query: string): Promise<string[]> =>
      Parse(Page, (await stored.get(`${url}?${query}`)).body).items.map(({ key }) => key.principalId);
    const everybody = await who("");
    const holders = everybody.filter(
      (principalId) => !BREAK_GLASS.some((glassId) => glassId === principalId),
    );
    expect(everybody).toHaveLength(HOLDER_COUNT + BREAK_GLASS.length);
    expect(await who("disposition=exclude")).toEqual([...BREAK_GLASS]);
    expect(await who("reason=emergencyAccess")).toEqual([...BREAK_GLASS]);
    expect(await who(`roleDefinitionId=${MESSAGE_CENTER_READER}&class=tier2`)).toEqual(holders);
    expect(await who("wave=pilot")).toHaveLength(1);
    expect(await who("class=guest")).toEqual([]);
    const first = Parse(Page, (await stored.get(`${url}?limit=4`)).body);
    expect([first.items.length, await who(`limit=4&cursor=${first.next}`)]).toEqual([4, everybody.slice(4)]);
    expect((await stored.get(`${url}?disposition=exclude&limit=1`)).body).toMatchObject({
      items: [
        {
          disposition: "exclude",
          reason: "emergencyAccess",
          wave: null,
          classes: ["licenceUnknown", "member", "mfaUnknown", "privileged", "signInUnknown", "tier0"],
          sentence:
            "This access stays as it is, because the plan leaves it out. " +
            "This is an emergency access account: it keeps its standing access.",
        },
      ],
    });
    for (const query of ["disposition=burn", "reason=none", "class=tall", "cursor=x"]) {
      expect((await stored.get(`${url}?${query}`)).status).toBe(422);
    }
    expect((await stored.get(`${url}?wave=none`)).status).toBe(404);
  });

  it("what it would do is counted, with a forecast, once it is compiled and not before", async () => {
    const { id } = await stored.makePlanned();
    const { status, body } = await stored.get(`/v1/rollouts/${id}/what-if`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dispositions: [
        { disposition: "convert", count: 3, reasons: [{ reason: "selected", count: 3 }] },
        { disposition: "remove", count: 0 },
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
    expect((await stored.get(`/v1/rollouts/${id}/entries`)).status).toBe(409);
    expect((await stored.get(`/v1/rollouts/${id}/manifest.csv`)).status).toBe(409);
  });

  it.each(["", "/waves", "/conversions", "/entries", "/manifest.csv", "/what-if"])(
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
    const holders = someHolders();
    await completeInventory(stored.store, inventoryId, holders);
    const answer = await stored.get(`/v1/inventories/${inventoryId}/assignments.csv`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.text.startsWith("\uFEFFlist,inBothLists,")).toBe(true);
    const [header = [], ...rows] = openTable(answer.text);
    expect(rows).toHaveLength(HOLDER_COUNT + BREAK_GLASS.length);
    const cell = (row: readonly string[], column: string): string => row[header.indexOf(column)] ?? "";
    const ana = rows.find((row) => cell(row, "principalId") === holders[0]?.id) ?? [];
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
    const url = `/v1/inventories/${id}/assignments?limit=3`;
    const first = Parse(Page, (await stored.get(url)).body);
    const rest = Parse(Page, (await stored.get(`${url}&cursor=${first.next}`)).body);
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 2, null]);
    expect((await stored.get(`/v1/inventories/${randomUUID()}`)).status).toBe(404);
  });
});
