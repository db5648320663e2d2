import { afterAll, beforeAll, expect, test } from "vitest";
import type { ScheduleRequest } from "@standdown/domain";
import type { GraphTenant } from "../tenant.ts";
import { StubGraph } from "../testing/stub-graph.ts";

const KEY = { principalId: "p", roleDefinitionId: "r", directoryScopeId: null, appScopeId: "/app" };
const REQUEST: ScheduleRequest = {
  side: "eligibility",
  action: "adminAssign",
  key: KEY,
  expiration: { type: "afterDateTime", endDateTime: "2027-01-01T00:00:00Z" },
  justification: "because",
  ticketInfo: { ticketNumber: "CHG1", ticketSystem: "servicenow" },
  clientRequestId: "c",
};

let stub: StubGraph;
let tenant: GraphTenant;

beforeAll(async () => {
  stub = await StubGraph.start();
  tenant = stub.tenant({ now: () => new Date("2026-11-23T21:00:00Z") });
});

afterAll(async () => {
  await tenant.close();
  await stub.close();
});

function listed(id: string, createdDateTime: string | null): object {
  return { id, status: "Provisioned", action: "adminAssign", ...KEY, createdDateTime };
}

test("requests come newest first, in whatever order they are listed, over all pages", async () => {
  const nextLink = `${stub.origin}/v1.0/more?$skiptoken=2`;
  const first = [
    listed("2", "2026-01-02T00:00:00.95Z"),
    listed("0", null),
    listed("4", "2026-03-01T00:00:00Z"),
  ];
  const second = [listed("1", "2026-01-02T00:00:00.9499999Z"), listed("3", "2026-01-02T00:00:01Z")];
  stub.answerInTurn({ body: { value: first, "@odata.nextLink": nextLink } }, { body: { value: second } });
  const requests = await tenant.listRequests({
    side: "eligibility",
    principalId: "p",
    roleDefinitionId: "r",
  });
  expect(requests.ok && requests.value.map(({ id }) => id)).toEqual(["4", "3", "2", "1", "0"]);
});

test("a request in an application is sent with that scope alone, its end and its ticket", async () => {
  stub.answerInTurn({ status: 201, body: listed("x", null) });
  expect(await tenant.submit(REQUEST)).toMatchObject({ ok: true, value: { id: "x", key: KEY } });
  expect(stub.asked.at(-1)?.body).toEqual({
    action: "adminAssign",
    principalId: "p",
    roleDefinitionId: "r",
    appScopeId: "/app",
    justification: "because",
    scheduleInfo: {
      startDateTime: "2026-11-23T21:00:00.000Z",
      expiration: { type: "afterDateTime", endDateTime: "2027-01-01T00:00:00Z" },
    },
    ticketInfo: { ticketNumber: "CHG1", ticketSystem: "servicenow" },
  });
});

test("a removal is sent without a schedule", async () => {
  stub.answerInTurn({ status: 201, body: listed("x", null) });
  await tenant.submit({ ...REQUEST, action: "adminRemove", expiration: null });
  expect(stub.asked.at(-1)?.body).not.toHaveProperty("scheduleInfo");
});
