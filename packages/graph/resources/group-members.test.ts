import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { GraphTenant } from "../tenant.ts";
import { StubGraph, type Given } from "../testing/stub-graph.ts";

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

const REFUSED: Given = {
  status: 403,
  body: { error: { code: "Authorization_RequestDenied", message: "no" } },
};

const member = (kind: string, id: string): object => ({ "@odata.type": `#microsoft.graph.${kind}`, id });

describe("members of groups", () => {
  test("are told by kind, of several groups in one request and of all pages, in the order of their ids; a group that is gone is left out", async () => {
    const next = `${stub.origin}/v1.0/groups/g1/members?$skiptoken=2`;
    const first = { value: [member("user", "u2"), member("group", "g9")], "@odata.nextLink": next };
    const gone = { error: { code: "Request_ResourceNotFound", message: "" } };
    const responses = [
      { id: "1", status: 200, body: first },
      { id: "2", status: 404, body: gone },
      { id: "3", status: 200, body: { value: [member("servicePrincipal", "s1"), member("device", "d1")] } },
    ];
    stub.answerInTurn({ body: { responses } }, { body: { value: [member("user", "u1")] } });
    expect(await tenant.readGroupMembers(["g1", "g2", "g3"])).toMatchObject({
      requestCount: 2,
      answer: {
        value: [
          { id: "g1", userIds: ["u1", "u2"], groupIds: ["g9"], servicePrincipalIds: [] },
          { id: "g3", userIds: [], groupIds: [], servicePrincipalIds: ["s1"] },
        ],
      },
    });
    expect(stub.asked[0]?.body.requests?.map(({ url }) => url)).toEqual(
      ["g1", "g2", "g3"].map((id) => `/groups/${id}/members?$select=id&$top=999`),
    );
  });

  test("of an unknown kind, or not readable, are a problem", async () => {
    stub.answerInTurn({ body: { responses: [{ id: "1", status: 200, body: { value: [{ id: "u1" }] } }] } });
    expect(await tenant.readGroupMembers(["g1"])).toMatchObject({
      answer: { problem: { code: "answerMalformed" } },
    });
    stub.answerInTurn({ body: { responses: [{ id: "1", ...Object(REFUSED) }] } });
    const { answer } = await tenant.readGroupMembers(["g1"]);
    expect(!answer.ok && answer.problem.advice).toContain("GroupMember.Read.All");
  });
});
