import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { TenantAnswer } from "@standdown/domain";
import { collect } from "./paging.ts";
import type { GraphTenant } from "../tenant.ts";
import { StubGraph } from "../testing/stub-graph.ts";

let stub: StubGraph;
let tenant: GraphTenant;

beforeAll(async () => {
  stub = await StubGraph.start();
  tenant = stub.tenant();
});

beforeEach(() => {
  stub.asked.length = 0;
});

afterAll(async () => {
  await tenant.close();
  await stub.close();
});

const INSTANCE = {
  id: "i",
  principalId: "p",
  roleDefinitionId: "r",
  directoryScopeId: "/",
  appScopeId: null,
  startDateTime: null,
  endDateTime: null,
  assignmentType: "Assigned",
  memberType: "Direct",
  roleAssignmentOriginId: "i",
  roleAssignmentScheduleId: "i",
};

async function pagesOf<T>(pages: AsyncIterable<TenantAnswer<T>>): Promise<TenantAnswer<T>[]> {
  const seen: TenantAnswer<T>[] = [];
  for await (const page of pages) seen.push(page);
  return seen;
}

function row(id: string): object {
  return { ...INSTANCE, id };
}

describe("pages", () => {
  test("are followed byte by byte as their links say, empty ones too", async () => {
    const links = ["$skiptoken=b'%2F+x'&a=1&$top=5&$skiptoken=again", "$skiptoken=~!(2)"].map(
      (query) => `${stub.origin}/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?${query}`,
    );
    stub.answerInTurn(
      { body: { value: [row("1")], "@odata.nextLink": links[0] } },
      { body: { value: [], "@odata.nextLink": links[1] } },
      { body: { value: [row("2"), row("3")] } },
    );
    const pages = await pagesOf(tenant.listRoleHolders("r"));
    expect(pages.map((page) => (page.ok ? page.value.map(({ id }) => id) : "problem"))).toEqual([
      ["1"],
      [],
      ["2", "3"],
    ]);
    expect(stub.asked.slice(1).map(({ target }) => `${stub.origin}${target}`)).toEqual(links);
    expect(stub.asked.every(({ headers }) => headers["authorization"] === "Bearer token-1")).toBe(true);
  });

  test("end with the one that failed, and the whole is then no list", async () => {
    const nextLink = `${stub.origin}/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?$skiptoken=2`;
    const failing = () =>
      stub.answerInTurn(
        { body: { value: [row("1")], "@odata.nextLink": nextLink } },
        { status: 429, headers: { "retry-after": "11" }, body: { error: { code: "TooManyRequests" } } },
      );
    failing();
    const pages = await pagesOf(tenant.listRoleHolders("r"));
    expect(pages).toMatchObject([{ ok: true }, { problem: { verdict: "retryAfter", retryAfterMs: 11_000 } }]);
    failing();
    expect(await collect(tenant.listRoleHolders("r"))).toMatchObject({ ok: false });
  });

  test("are not followed to another host", async () => {
    stub.answerInTurn({
      body: { value: [], "@odata.nextLink": "https://graph.example.com/v1.0/x?$skiptoken=1" },
    });
    const pages = await pagesOf(tenant.listRoleHolders("r"));
    expect(pages).toMatchObject([{ ok: true }, { problem: { code: "foreignHost", verdict: "ask" } }]);
  });

  test("that lead to themselves are not followed for ever", async () => {
    const nextLink = `${stub.origin}/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?$skiptoken=2`;
    stub.answerInTurn({ body: { value: [], "@odata.nextLink": nextLink } });
    const pages = await pagesOf(tenant.listRoleHolders("r"));
    expect(pages.at(-1)).toMatchObject({ problem: { code: "answerMalformed", verdict: "retry" } });
    expect(stub.asked).toHaveLength(2);
  });
});

describe("a page that can't be trusted is a problem and not a shorter list", () => {
  test.each([
    ["no JSON", "<html>", ""],
    ["no object", [], ""],
    ["no rows", {}, "value"],
    ["rows that are none", { value: {} }, "/value"],
    ["a link that is none", { value: [], "@odata.nextLink": 7 }, "nextLink"],
    ["a row that is none", { value: [INSTANCE, null] }, "/value/1"],
    ["no end at all", { value: [{ ...INSTANCE, endDateTime: undefined }] }, "endDateTime"],
    ["an end that is no time", { value: [{ ...INSTANCE, endDateTime: "tomorrow" }] }, "/value/0/endDateTime"],
    [
      "a time of another zone",
      { value: [{ ...INSTANCE, endDateTime: "2026-01-01T00:00:00+02:00" }] },
      "endDateTime",
    ],
    ["no principal", { value: [{ ...INSTANCE, principalId: null }] }, "/value/0/principalId"],
    ["an unknown kind", { value: [{ ...INSTANCE, assignmentType: "Inactive" }] }, "/value/0/assignmentType"],
    ["an unknown membership", { value: [{ ...INSTANCE, memberType: "Nested" }] }, "/value/0/memberType"],
    ["no scope", { value: [{ ...INSTANCE, directoryScopeId: null }] }, "directoryScopeId or an appScopeId"],
  ])("%s", async (_, body, place) => {
    stub.answerInTurn({ body });
    const pages = await pagesOf(tenant.listRoleHolders("r"));
    expect(pages).toMatchObject([{ problem: { code: "answerMalformed", verdict: "retry", status: 200 } }]);
    expect(JSON.stringify(pages)).toContain(place);
  });

  test("words in another case, unknown fields and long fractions of seconds are no reason", async () => {
    const startDateTime = "2022-04-11T11:50:03.9014347Z";
    const odd = { ...INSTANCE, startDateTime, assignmentType: "activated", memberType: "GROUP", more: {} };
    stub.answerInTurn({ body: { value: [odd], "@odata.count": 1 } });
    expect(await pagesOf(tenant.listRoleHolders("r"))).toEqual([
      {
        ok: true,
        requestId: "their-id",
        value: [{ ...INSTANCE, startDateTime, assignmentType: "Activated", memberType: "Group" }],
      },
    ]);
  });

  test("an access in an application keeps its scope", async () => {
    const scopes = { directoryScopeId: null, appScopeId: "/app" };
    stub.answerInTurn({ body: { value: [{ ...INSTANCE, ...scopes }] } });
    expect(await pagesOf(tenant.listRoleHolders("r"))).toMatchObject([{ ok: true, value: [scopes] }]);
  });
});
