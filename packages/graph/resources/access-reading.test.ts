import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeWithSharedData } from "../../../test/environment/shared-data.ts";
import type { GraphTenant } from "../tenant.ts";
import { documentedIn } from "../testing/documented.ts";
import { StubGraph } from "../testing/stub-graph.ts";

const NOW = "2026-11-23T21:00:00.000Z";
const OF = { principalId: "p'1", principalType: "user", roleDefinitionId: "r1" } as const;
const USER = { id: "p'1", displayName: "Ada", accountEnabled: true };
const NONE = { body: { value: [] } };
const GONE = { status: 404, body: { error: { code: "Request_ResourceNotFound", message: "no such" } } };

let stub: StubGraph;
let tenant: GraphTenant;

beforeAll(async () => {
  stub = await StubGraph.start();
  tenant = stub.tenant({ now: () => new Date(NOW) });
});

beforeEach(() => {
  stub.asked.length = 0;
});

afterAll(async () => {
  await tenant.close();
  await stub.close();
});

type Item = { readonly status?: number; readonly headers?: object; readonly body?: unknown };

/** Answers the four questions: active, eligible, effective, and the principal. */
function answer(active: Item, eligible: Item, effective: Item, principal: Item): object {
  const items = [active, eligible, effective, principal];
  return { responses: items.map((one, at) => ({ id: String(at + 1), status: 200, ...one })).toReversed() };
}

function throttled(seconds: string): Item {
  return { status: 429, headers: { "retry-after": seconds } };
}

function row(id: string): object {
  return { id, principalId: "p'1", roleDefinitionId: "r1", directoryScopeId: `/${id}` };
}

describe("everything about one principal in one role", () => {
  test("is asked in one request, with quotes in ids kept harmless", async () => {
    stub.answerInTurn({ body: answer(NONE, NONE, NONE, { body: USER }) });
    const reading = await tenant.readAccess(OF);
    expect(stub.asked).toHaveLength(1);
    const filter = "?$filter=principalId eq 'p''1' and roleDefinitionId eq 'r1'";
    expect(stub.lastBatch()).toEqual([
      `GET /roleManagement/directory/roleAssignmentScheduleInstances${filter}`,
      `GET /roleManagement/directory/roleEligibilityScheduleInstances${filter}`,
      `GET /roleManagement/directory/roleAssignments${filter}`,
      "GET /users/p'1?$select=id,displayName,userPrincipalName,accountEnabled,userType,department,onPremisesSyncEnabled",
    ]);
    expect(reading).toMatchObject({
      ok: true,
      value: {
        readAt: NOW,
        principal: { id: "p'1", type: "user", accountEnabled: true },
        assignments: [],
        eligibilities: [],
        roleAssignments: [],
      },
    });
  });

  test.each([
    ["group", "/groups/p'1?"],
    ["servicePrincipal", "/servicePrincipals/p'1?"],
    ["unknown", "/directoryObjects/p'1"],
  ] as const)("asks for a %s where it is", async (principalType, path) => {
    const body = { ...USER, isAssignableToRole: true, "@odata.type": "#microsoft.graph.device" };
    stub.answerInTurn({ body: answer(NONE, NONE, NONE, { body }) });
    expect(await tenant.readAccess({ ...OF, principalType })).toMatchObject({
      value: { principal: { type: principalType, displayName: "Ada" } },
    });
    expect(stub.lastBatch().at(-1)).toContain(`GET ${path}`);
  });

  test("a principal that the directory no longer has is null, and its rows still count", async () => {
    const effective = { body: { value: [row("a")] } };
    stub.answerInTurn({ body: answer(NONE, NONE, effective, GONE) });
    expect(await tenant.readAccess(OF)).toMatchObject({
      ok: true,
      value: { principal: null, roleAssignments: [{ id: "a" }] },
    });
  });

  test.each([
    ["another not found", { status: 404, body: { error: { code: "UnknownError", message: "" } } }, "retry"],
    ["a refusal", { status: 403, body: { error: { code: "Authorization_RequestDenied" } } }, "ask"],
    ["somebody else", { body: { ...USER, id: "p2" } }, "retry"],
  ])("%s in place of the principal is a problem and not its absence", async (_, principal, verdict) => {
    stub.answerInTurn({ body: answer(NONE, NONE, NONE, principal) });
    expect(await tenant.readAccess(OF)).toMatchObject({ ok: false, problem: { verdict } });
  });

  test.each([0, 1, 2])(
    "a list that could not be read (number %i) is a problem and not an empty list",
    async (at) => {
      const lists: Item[] = [NONE, NONE, NONE];
      for (const [item, verdict] of [
        [{ status: 429, headers: { "retry-after": "4" } }, "retryAfter"],
        [{ status: 404, body: { error: { code: "Request_ResourceNotFound" } } }, "never"],
        [{ status: 403, body: {} }, "ask"],
        [{ status: 500, body: {} }, "retry"],
        [{ body: {} }, "retry"],
        [{}, "retry"],
      ] as const) {
        const [active = NONE, eligible = NONE, effective = NONE] = lists.with(at, item);
        stub.answerInTurn({ body: answer(active, eligible, effective, { body: USER }) });
        expect(await tenant.readAccess(OF)).toMatchObject({ ok: false, problem: { verdict } });
      }
    },
  );

  test("is waited for as long as the part that was throttled longest says", async () => {
    stub.answerInTurn({ body: answer(throttled("4"), NONE, throttled("31"), throttled("9")) });
    expect(await tenant.readAccess(OF)).toMatchObject({ problem: { retryAfterMs: 31_000 } });
  });

  test("goes on where a list has more than one page", async () => {
    const nextLink = `${stub.origin}/v1.0/roleManagement/directory/roleAssignments?$skiptoken=2`;
    const effective = { body: { value: [row("a")], "@odata.nextLink": nextLink } };
    stub.answerInTurn(
      { body: answer(NONE, NONE, effective, { body: USER }) },
      { body: { value: [row("b")] } },
    );
    expect(await tenant.readAccess(OF)).toMatchObject({
      value: { roleAssignments: [{ id: "a" }, { id: "b" }] },
    });
  });
});

describeWithSharedData("an access reading is understood as documented", (folder) => {
  const documented = documentedIn(folder);

  test("the rows of all three lists", async () => {
    const names = [
      "list_unifiedroleassignmentscheduleinstance",
      "list_unifiedroleeligibilityscheduleinstance",
      "get_roleAssignments_2",
    ];
    const [active, eligible, effective] = names.map((name) => documented(name).responseBody);
    stub.answerInTurn({
      body: answer({ body: active }, { body: eligible }, { body: effective }, { body: USER }),
    });
    const reading = await tenant.readAccess(OF);
    if (!reading.ok) throw new Error(reading.problem.message);
    const { assignments, eligibilities, roleAssignments } = reading.value;
    expect(assignments).toEqual(active?.value);
    expect(eligibilities).toEqual(eligible?.value);
    expect(roleAssignments.map(({ directoryScopeId }) => directoryScopeId)).toEqual(["/", "/"]);
  });
});
