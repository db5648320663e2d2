import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { Parse } from "typebox/value";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BREAK_GLASS, MESSAGE_CENTER_READER } from "./api-under-test.ts";
import { edit, openTable, postSheet, saveTable, type Table } from "./sheet/sheet-under-test.ts";
import { StoredApi } from "./stored-api.ts";
import { compileAgain, completeInventory, someHolders } from "./stored-tenant.ts";

const HOLDERS = someHolders();
const [ANA, BO, CENEK] = HOLDERS.map((holder) => holder.id);
const Taken = Type.Object({ rolloutId: Type.String(), changedRowCount: Type.Integer() });
const Problem = Type.Object({
  code: Type.String(),
  errors: Type.Array(Type.Object({ row: Type.Integer(), column: Type.String(), code: Type.String() })),
});

let stored: StoredApi;
let id: string;
let manifest: Table;
beforeAll(async () => {
  stored = await StoredApi.start();
  const made = await stored.makeRollout();
  ({ id } = made);
  await completeInventory(stored.store, made.inventoryId, HOLDERS);
  await compileAgain(stored.store, id);
  await stored.post("operator", `/v1/rollouts/${id}/abort`);
});
beforeEach(async () => {
  manifest = openTable((await stored.get(`/v1/rollouts/${id}/manifest.csv`)).text);
});
afterAll(() => stored.close());

async function taken(csv: string): Promise<{ rolloutId: string; changedRowCount: number }> {
  const answer = await postSheet(stored.api, id, csv);
  expect(answer.body).toMatchObject({ rolloutId: expect.any(String) });
  expect(answer.status).toBe(201);
  return Parse(Taken, answer.body);
}

/** Row, column and code of every mistake. */
async function mistakes(csv: string | Buffer): Promise<string[]> {
  const before = await rolloutCount();
  const answer = await postSheet(stored.api, id, csv);
  const { code, errors } = Parse(Problem, answer.body);
  expect([answer.status, code]).toEqual([422, "bodyInvalid"]);
  expect(await rolloutCount()).toBe(before);
  return errors.map((mistake) => `${mistake.row} ${mistake.column} ${mistake.code}`);
}

async function rolloutCount(): Promise<number> {
  const Page = Type.Object({ items: Type.Array(Type.Unknown()) });
  return Parse(Page, (await stored.get("/v1/rollouts?limit=1000")).body).items.length;
}

async function dispositionsOf(rolloutId: string): Promise<unknown> {
  const Rollout = Type.Object({
    plan: Type.Object({ spec: Type.Object({ dispositions: Type.Optional(Type.Unknown()) }) }),
  });
  return Parse(Rollout, (await stored.get(`/v1/rollouts/${rolloutId}`)).body).plan.spec.dispositions;
}

function decision(principalId: string | undefined, disposition: string, reason: string): object {
  const key = { principalId, roleDefinitionId: MESSAGE_CENTER_READER, directoryScopeId: "/" };
  return { ...key, disposition, reason };
}

describe("a manifest that was edited in a spreadsheet", () => {
  it("becomes a new rollout of the same plan and inventory that holds what was changed, and nothing else", async () => {
    expect(edit(manifest, ANA ?? "", "disposition", "keep")).toBe(1);
    edit(manifest, ANA ?? "", "reason", "works at night");
    edit(manifest, BO ?? "", "disposition", "review");
    const answer = await postSheet(stored.api, id, saveTable(manifest));
    const { rolloutId, changedRowCount } = Parse(Taken, answer.body);
    expect([answer.status, answer.headers["location"], changedRowCount]).toEqual([
      201,
      `/v1/rollouts/${rolloutId}`,
      2,
    ]);
    expect(await dispositionsOf(rolloutId)).toEqual([
      decision(ANA, "keep", "works at night"),
      decision(BO, "review", "changed in a spreadsheet, from convert (selected)"),
    ]);
    expect(stored.api.jobs).toContainEqual({ kind: "advance", rolloutId });
    expect((await stored.get(`/v1/rollouts/${rolloutId}`)).body).toMatchObject({
      author: "author",
      inventoryId: expect.any(String),
    });
  });

  it("that nobody changed holds nothing, whatever separates its cells and in whatever order it is", async () => {
    const [header = [], ...rows] = manifest;
    for (const delimiter of [",", ";", "\t"]) {
      const csv = saveTable([header, ...rows.toReversed()], delimiter);
      const { rolloutId, changedRowCount } = await taken(csv);
      expect([changedRowCount, await dispositionsOf(rolloutId)]).toEqual([0, undefined]);
    }
  });

  it("needs no columns but the access, the disposition and the reason, and no rows but those that change", async () => {
    const csv = `principalId,roleDefinitionId,directoryScopeId,disposition,reason\n${ANA},${MESSAGE_CENTER_READER},/,keep,night\n`;
    const { rolloutId } = await taken(csv);
    expect(await dispositionsOf(rolloutId)).toEqual([decision(ANA, "keep", "night")]);
  });

  it("is answered once for one idempotency key, and another sheet is refused under it", async () => {
    const key = { "idempotency-key": randomUUID() };
    const first = await postSheet(stored.api, id, saveTable(manifest), key);
    const second = await postSheet(stored.api, id, saveTable(manifest), key);
    expect([second.status, second.body]).toEqual([201, first.body]);
    edit(manifest, ANA ?? "", "disposition", "keep");
    const other = await postSheet(stored.api, id, saveTable(manifest), key);
    expect(other.body).toMatchObject({ code: "idempotencyMismatch" });
  });
});

describe("a sheet with mistakes", () => {
  it("is told every one of them by row and column, and nothing is made", async () => {
    const rowOf = (text: string | undefined): number => manifest.findIndex((row) => row.includes(text ?? ""));
    const numbers = new Map([ANA, BO, CENEK, ...BREAK_GLASS].map((who) => [who, rowOf(who) + 1]));
    edit(manifest, ANA ?? "", "disposition", "delete");
    edit(manifest, BO ?? "", "roleName", "Global Reader");
    edit(manifest, BREAK_GLASS[0], "disposition", "convert");
    edit(manifest, BREAK_GLASS[1], "principalId", randomUUID());
    edit(manifest, CENEK ?? "", "directoryScopeId", "/administrativeUnits/x");
    const last = manifest[rowOf(BO)] ?? [];
    manifest.push(last);
    const found = await mistakes(saveTable(manifest));
    expect(found.toSorted()).toEqual(
      [
        `${numbers.get(ANA)} disposition invalidValue`,
        `${numbers.get(BO)} roleName contradiction`,
        `${manifest.length} roleName contradiction`,
        `${manifest.length} principalId duplicate`,
        `${numbers.get(BREAK_GLASS[0])} disposition impossible`,
        `${numbers.get(CENEK)} directoryScopeId unknownAssignment`,
        `${numbers.get(BREAK_GLASS[1])} principalId unknownAssignment`,
      ].toSorted(),
    );
  });

  const HEADER = "principalId,roleDefinitionId,directoryScopeId,disposition,reason";
  it.each<[string, string | Buffer, string[]]>([
    ["nothing", "\n", ["1 principalId missingColumn", "1 roleDefinitionId missingColumn"]],
    ["a header only", HEADER, ["1 principalId missingValue"]],
    ["a column twice", `${HEADER},reason\n`, ["1 reason duplicate"]],
    [
      "a missing column",
      "principalId,roleDefinitionId,disposition,reason\n",
      ["1 directoryScopeId missingColumn"],
    ],
    ["quotes that don't end", `${HEADER}\na,b,/,keep,"c\n`, ["2 reason brokenQuotes"]],
    ["a quote in the middle", `${HEADER}\na,b,/,ke"ep,c\n`, ["2 disposition brokenQuotes"]],
    ["a letter in Latin-1", Buffer.from(`${HEADER}\na,b,/,keep,Zoë\n`, "latin1"), ["2 reason wrongEncoding"]],
    ["UTF-16", Buffer.from(`\uFEFF${HEADER}\n`, "utf16le"), ["1 principalId wrongEncoding"]],
    ["a row that is too long", `${HEADER}\na,b,/,keep,${"c".repeat(70_000)}\n`, ["2 reason tooLong"]],
    ["a reason that is too long", `${HEADER}\na,b,/,keep,${"c".repeat(501)}\n`, ["2 reason invalidValue"]],
    ["a cell too many", `${HEADER}\na,b,/,keep,c,d\n`, ["2 6 unknownColumn"]],
    ["two scopes", `${HEADER},appScopeId\na,b,/,keep,c,/d\n`, ["2 directoryScopeId invalidValue"]],
  ])("%s is told at its place", async (_what, csv, expected) => {
    expect(await mistakes(csv)).toEqual(expect.arrayContaining(expected));
  });

  it("that has more rows than anybody edits is too large", async () => {
    const answer = await postSheet(stored.api, id, `${HEADER}\n${"a,b,/,keep,c\n".repeat(250_001)}`);
    expect([answer.status, answer.body]).toEqual([413, expect.objectContaining({ code: "tooLarge" })]);
  });
});

describe("a sheet for what is not there", () => {
  it("a rollout that has not ended keeps its people: its sheet is refused with what to do, and taken once it is aborted", async () => {
    const { id: planned, inventoryId } = await stored.makeRollout();
    await completeInventory(stored.store, inventoryId, someHolders());
    await compileAgain(stored.store, planned);
    const sheet = openTable((await stored.get(`/v1/rollouts/${planned}/manifest.csv`)).text);
    const before = await rolloutCount();
    const refused = await postSheet(stored.api, planned, saveTable(sheet));
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ code: "stateConflict", detail: expect.stringContaining("abort it first") }),
    ]);
    expect(await rolloutCount()).toBe(before);
    await stored.post("operator", `/v1/rollouts/${planned}/abort`);
    expect((await postSheet(stored.api, planned, saveTable(sheet))).status).toBe(201);
  });

  it("a rollout that is unknown, or not compiled, takes none; and no other content type is taken", async () => {
    expect((await postSheet(stored.api, randomUUID(), "a")).status).toBe(404);
    const { id: compiling } = await stored.makeRollout();
    expect((await postSheet(stored.api, compiling, "a")).status).toBe(409);
    const json = await postSheet(stored.api, id, "{}", { "content-type": "application/json" });
    expect([json.status, json.body]).toEqual([
      415,
      expect.objectContaining({ code: "unsupportedMediaType" }),
    ]);
    const elsewhere = await stored.api.send({
      method: "POST",
      url: "/v1/plans/validate",
      as: "author",
      body: "a",
      headers: { "content-type": "text/csv" },
    });
    expect(elsewhere.status).toBe(415);
  });
});
