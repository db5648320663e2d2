import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { Parse } from "typebox/value";
import { createLog } from "@standdown/runtime";
import { createStore, openPool, type Store } from "@standdown/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../../test/environment/postgres.ts";
import { BREAK_GLASS, soundPlan, startApiUnderTest, type ApiUnderTest } from "./api-under-test.ts";
import { compileStored, completeInventory, HOLDERS } from "./stored-tenant.ts";

const Made = Type.Object({ id: Type.String(), inventoryId: Type.String(), state: Type.String() });

let database: TestDatabase;
let store: Store;
let api: ApiUnderTest;
beforeAll(async () => {
  database = await startTestDatabase();
  const log = createLog({ name: "test", level: "fatal" });
  store = createStore(openPool(database.databaseUrl, { connectionsMax: 5, log }));
  api = await startApiUnderTest(store);
  checkAnswers(api);
});
beforeEach(() => {
  api.jobs.length = 0;
  api.queue.isReachable = true;
});
afterAll(async () => {
  await api.app.close();
  await store.close();
  await database.close();
});

/** Every answer of these tests must be what its schema says. */
function checkAnswers({ app }: ApiUnderTest): void {
  app.addHook("preSerialization", async (request, reply, payload) => {
    const { response } = request.routeOptions.schema ?? {};
    const schemas: Readonly<Record<string, unknown>> = { ...Object(response) };
    const schema = schemas[String(reply.statusCode)];
    if (typeof schema !== "object" || schema === null || "content" in schema) return payload;
    const check = request.compileValidationSchema({ ...schema });
    if (!check(JSON.parse(JSON.stringify(payload)))) throw new Error(JSON.stringify(check.errors));
    return payload;
  });
}

const post = (as: "author" | "approver" | "operator" | "author-and-approver", url: string, body?: unknown) =>
  api.send({ method: "POST", url, as, ...(body === undefined ? {} : { body }) });
const get = (url: string) => api.send({ method: "GET", url, as: "auditor" });

async function makeRollout(): Promise<{ id: string; inventoryId: string; state: string }> {
  const answer = await post("author", "/v1/rollouts", { plan: soundPlan() });
  return Parse(Made, answer.body);
}

async function makePlanned(): Promise<{ id: string; digest: string }> {
  const { id, inventoryId } = await makeRollout();
  return { id, digest: await compileStored(store, id, inventoryId) };
}

async function makeRunning(): Promise<{ id: string; digest: string }> {
  const planned = await makePlanned();
  const approval = { digest: planned.digest, decision: "approve", reason: "ok" };
  await post("approver", `/v1/rollouts/${planned.id}/approvals`, approval);
  await post("operator", `/v1/rollouts/${planned.id}/start`);
  return planned;
}

describe("a rollout", () => {
  it("is stored from a sound plan, answered with its address, and the engine is told", async () => {
    const answer = await post("author", "/v1/rollouts", { plan: soundPlan() });
    const { id, inventoryId, state } = Parse(Made, answer.body);
    expect([answer.status, answer.headers["location"], state]).toEqual([
      202,
      `/v1/rollouts/${id}`,
      "compiling",
    ]);
    expect(api.jobs).toEqual([
      { kind: "inventory", inventoryId },
      { kind: "advance", rolloutId: id },
    ]);
    expect((await get(`/v1/rollouts/${id}`)).body).toEqual(answer.body);
  });

  it("is stored although the queue is out of reach", async () => {
    api.queue.isReachable = false;
    expect((await post("author", "/v1/rollouts", { plan: soundPlan() })).status).toBe(202);
  });

  it("from an inventory that is not completed is refused", async () => {
    const { inventoryId } = await makeRollout();
    for (const id of [inventoryId, randomUUID()]) {
      const { status, body } = await post("author", "/v1/rollouts", { plan: soundPlan(), inventoryId: id });
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "inventoryNotUsable" })]);
    }
  });

  it("is checked against the inventory that it names, and against the tenant for who holds nothing", async () => {
    const { inventoryId } = await makeRollout();
    await completeInventory(store, inventoryId);
    const plan = soundPlan();
    plan.spec.selection.roles = [{ name: "No Such Role" }];
    plan.spec.exclusions = [
      { principalId: randomUUID(), reasonCode: "x", owner: "x", expires: "2999-01-01" },
      { principalId: HOLDERS[0]?.id ?? "", reasonCode: "x", owner: "x", expires: "2999-01-01" },
    ];
    const { status, body } = await post("author", "/v1/plans/validate", { plan, inventoryId });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [
        { pointer: "/plan/spec/selection/roles/0/name", code: "unknownRole" },
        { pointer: "/plan/spec/exclusions/0/principalId", code: "unknownPrincipal" },
      ],
    });
    expect(
      (await post("author", "/v1/plans/validate", { plan: soundPlan(), inventoryId })).body,
    ).toMatchObject({
      valid: true,
      checkedAgainst: "inventory",
    });
  });

  it("can be listed, newest first, page by page", async () => {
    const made = [(await makeRollout()).id, (await makeRollout()).id, (await makeRollout()).id];
    const Page = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })), next: Type.String() });
    const first = Parse(Page, (await get("/v1/rollouts?limit=2")).body);
    const second = Parse(Page, (await get(`/v1/rollouts?limit=2&cursor=${first.next}`)).body);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(made.toReversed());
    const wrong = await get("/v1/rollouts?cursor=nonsense");
    expect([wrong.status, wrong.body]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ in: "query", pointer: "/cursor" })] }),
    ]);
  });
});

describe("an approval", () => {
  it("signs the manifest's digest and nothing else", async () => {
    const { id, digest } = await makePlanned();
    const url = `/v1/rollouts/${id}/approvals`;
    const wrong = await post("approver", url, { digest: "0".repeat(64), decision: "approve", reason: "" });
    expect([wrong.status, wrong.body]).toEqual([409, expect.objectContaining({ code: "digestMismatch" })]);
    const right = await post("approver", url, { digest, decision: "approve", reason: "reviewed" });
    expect([right.status, right.body]).toEqual([
      200,
      expect.objectContaining({
        state: "approved",
        approvals: [expect.objectContaining({ approver: "approver", digest, reason: "reviewed" })],
      }),
    ]);
  });

  it("is never the author's, whatever roles the author has", async () => {
    const made = await post("author-and-approver", "/v1/rollouts", { plan: soundPlan() });
    const { id, inventoryId } = Parse(Made, made.body);
    const digest = await compileStored(store, id, inventoryId);
    const order = { digest, decision: "approve", reason: "" };
    const own = await post("author-and-approver", `/v1/rollouts/${id}/approvals`, order);
    expect([own.status, own.body]).toEqual([409, expect.objectContaining({ code: "sameIdentity" })]);
  });

  it("comes before the start", async () => {
    const { id } = await makePlanned();
    const early = await post("operator", `/v1/rollouts/${id}/start`);
    expect([early.status, early.body]).toEqual([
      409,
      expect.objectContaining({ code: "stateConflict", detail: expect.stringContaining("planned") }),
    ]);
  });

  it("of a wave's gate is given by promote, and taken back by reject, which holds the wave", async () => {
    const { id, digest } = await makeRunning();
    const promoted = await post("approver", `/v1/rollouts/${id}/waves/pilot/promote`, {
      digest,
      reason: "go",
    });
    expect([promoted.status, promoted.body]).toEqual([
      200,
      expect.objectContaining({
        approvals: [expect.anything(), expect.objectContaining({ wavePosition: 0, decision: "approve" })],
      }),
    ]);
    const ungated = await post("approver", `/v1/rollouts/${id}/waves/broad/promote`, { digest, reason: "" });
    expect(ungated.status).toBe(409);
    const rejected = await post("approver", `/v1/rollouts/${id}/waves/pilot/reject`, {
      digest,
      reason: "no",
    });
    expect(rejected.body).toMatchObject({ holds: [{ reason: "rejected", detail: "no" }] });
  });
});

describe("a command", () => {
  it("is carried out, answered with the rollout as it then is, and wakes the engine", async () => {
    const { id } = await makeRunning();
    api.jobs.length = 0;
    const paused = await post("operator", `/v1/rollouts/${id}/pause`, { reason: "lunch" });
    expect([paused.status, paused.body]).toEqual([
      202,
      expect.objectContaining({
        holds: [expect.objectContaining({ placedBy: "operator", detail: "lunch" })],
      }),
    ]);
    expect(api.jobs).toEqual([{ kind: "advance", rolloutId: id }]);
    const resumed = await post("operator", `/v1/rollouts/${id}/resume`);
    expect(resumed.body).toMatchObject({ holds: [] });
  });

  it.each(["pause", "resume", "roll-back", "retry"])(
    "%s of a wave that is not there is a 404",
    async (what) => {
      const { id } = await makeRunning();
      const { status, body } = await post("operator", `/v1/rollouts/${id}/waves/none/${what}`);
      expect([status, body]).toEqual([
        404,
        expect.objectContaining({ detail: expect.stringContaining('"none"') }),
      ]);
    },
  );

  it("that does not fit the state says why and changes nothing", async () => {
    const { id } = await makeRunning();
    const before = await get(`/v1/rollouts/${id}`);
    for (const what of ["start", "resume", "waves/broad/roll-back"]) {
      const { status, body } = await post("operator", `/v1/rollouts/${id}/${what}`);
      expect([status, body]).toEqual([409, expect.objectContaining({ code: "stateConflict" })]);
    }
    expect((await get(`/v1/rollouts/${id}`)).body).toEqual(before.body);
  });

  it("given ten times at once is carried out once, and the others are told why not", async () => {
    const { id } = await makeRunning();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post("operator", `/v1/rollouts/${id}/pause`)),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([202, ...Array.from({ length: 9 }, () => 409)]);
    expect((await get(`/v1/rollouts/${id}`)).body).toMatchObject({ holds: [{ reason: "paused" }] });
  });

  it("to a conversion fits the state in which it is", async () => {
    const { id } = await makeRunning();
    const Page = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })) });
    const [first] = Parse(Page, (await get(`/v1/rollouts/${id}/conversions?wave=broad`)).body).items;
    const url = `/v1/conversions/${first?.id}`;
    expect((await get(url)).body).toMatchObject({ state: "pending", wavePosition: 1, outcomeCode: null });
    for (const what of ["retry", "roll-back"]) {
      expect((await post("operator", `${url}/${what}`)).body).toMatchObject({ code: "stateConflict" });
    }
    const aborted = await post("operator", `/v1/rollouts/${id}/abort`, { reason: "stop" });
    expect([aborted.status, aborted.body]).toEqual([202, expect.objectContaining({ state: "aborted" })]);
    expect((await get(url)).body).toMatchObject({ state: "skipped", outcomeCode: "aborted" });
    expect((await post("operator", `/v1/conversions/${randomUUID()}/retry`)).status).toBe(404);
  });
});

describe("reading what a rollout does", () => {
  it("conversions can be asked for by wave, state and principal", async () => {
    const { id } = await makePlanned();
    const Page = Type.Object({ items: Type.Array(Type.Object({ wavePosition: Type.Integer() })) });
    const count = async (query: string): Promise<number> =>
      Parse(Page, (await get(`/v1/rollouts/${id}/conversions?${query}`)).body).items.length;
    expect(await count("")).toBe(HOLDERS.length);
    expect(await count("wave=pilot")).toBe(1);
    expect(await count("wave=broad")).toBe(HOLDERS.length - 1);
    expect(await count("state=converted")).toBe(0);
    expect(await count(`principalId=${HOLDERS[1]?.id}`)).toBe(1);
    expect((await get(`/v1/rollouts/${id}/conversions?wave=none`)).status).toBe(404);
    expect((await get(`/v1/rollouts/${id}/waves`)).body).toMatchObject({
      items: [{ name: "pilot" }, { name: "broad" }],
    });
  });

  it("the manifest is a table in UTF-8 of every assignment, in which no cell can become a formula", async () => {
    const { id, digest } = await makePlanned();
    const answer = await get(`/v1/rollouts/${id}/manifest.csv`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.headers["x-manifest-digest"]).toBe(digest);
    const [header, ...lines] = answer.text.trimEnd().split("\r\n");
    expect(header).toBe(
      "\uFEFFwave,disposition,reason,principalType,principalName,principalId,roleName,roleDefinitionId," +
        "scopeName,directoryScopeId,appScopeId,origin,startDateTime,endDateTime,assignmentId",
    );
    expect(lines).toHaveLength(HOLDERS.length + BREAK_GLASS.length);
    expect(answer.text).toContain(`"'=HYPERLINK(""http://evil"",""Ana"")"`);
    expect(answer.text).toContain('"Müller, ""Bö"""');
    expect(answer.text).toContain("Čeněk");
    expect(answer.text).not.toMatch(/(^|,)"?[=+@]/m);
  });

  it("there is no manifest before it is compiled", async () => {
    const { id } = await makeRollout();
    expect((await get(`/v1/rollouts/${id}/manifest.csv`)).status).toBe(409);
  });

  it.each(["", "/waves", "/conversions", "/manifest.csv"])(
    "a rollout that is not there has no %s",
    async (what) => {
      expect((await get(`/v1/rollouts/${randomUUID()}${what}`)).status).toBe(404);
    },
  );
});

describe("an inventory", () => {
  it("is ordered without a body, read by id, and shows what was found once it is completed", async () => {
    const ordered = await post("operator", "/v1/inventories");
    const { id } = Parse(Type.Object({ id: Type.String() }), ordered.body);
    expect([ordered.status, ordered.headers["location"]]).toEqual([202, `/v1/inventories/${id}`]);
    expect(api.jobs).toEqual([{ kind: "inventory", inventoryId: id }]);
    expect((await get(`/v1/inventories/${id}/assignments`)).status).toBe(409);
    await completeInventory(store, id);
    expect((await get(`/v1/inventories/${id}`)).body).toMatchObject({
      state: "completed",
      counts: { roles: 2, principals: 5, assignments: 5 },
      problem: null,
    });
    const Page = Type.Object({
      items: Type.Array(Type.Unknown()),
      next: Type.Union([Type.String(), Type.Null()]),
    });
    const first = Parse(Page, (await get(`/v1/inventories/${id}/assignments?limit=3`)).body);
    const rest = Parse(
      Page,
      (await get(`/v1/inventories/${id}/assignments?limit=3&cursor=${first.next}`)).body,
    );
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 2, null]);
    expect((await get(`/v1/inventories/${randomUUID()}`)).status).toBe(404);
  });
});
