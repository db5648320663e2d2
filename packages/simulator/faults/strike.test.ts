import { beforeEach, describe, expect, test } from "vitest";
import type { Schedule } from "../state/schedule.ts";
import { isSameGrant } from "../state/schedule.ts";
import { isJsonObject, objectsAt, parseObject, textAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { createLab, findStanding, grantOf, NO_END } from "../testing/lab.ts";
import type { FaultKind } from "./fault.ts";

let lab: Lab;
let row: Schedule;

beforeEach(async () => {
  lab = await createLab();
  row = findStanding(lab);
});

const WRITE_PATH = "/roleManagement/directory/roleEligibilityScheduleRequests";
const READ_PATH = "/organization";

/** Kinds that answer; with the status of a write, whether its change took place, and the status of a read. */
const ANSWERED: readonly (readonly [FaultKind, number, boolean, number])[] = [
  ["401", 401, false, 401],
  ["403", 403, false, 403],
  ["429", 429, false, 429],
  ["500", 500, false, 500],
  ["502", 502, false, 502],
  ["503", 503, false, 503],
  ["504", 504, false, 504],
  ["500After", 500, true, 500],
  ["503After", 503, true, 503],
  ["504After", 504, true, 504],
  ["delay", 201, true, 200],
  ["slowBody", 201, true, 200],
  ["silentDrop", 201, false, 200],
  ["tokenExpiry", 401, false, 401],
];

/** Kinds that lose the connection: as an item of a batch they are a time-out of the front door. */
const LOST: readonly (readonly [FaultKind, number, boolean, number])[] = [
  ["reset", 504, false, 504],
  ["timeoutBefore", 504, false, 504],
  ["resetAfter", 504, true, 504],
  ["timeoutAfter", 504, true, 504],
];

function isEligible(): boolean {
  return [...lab.tenant.schedules.ofPrincipal("eligibility", row.principalId).values()].some((other) =>
    isSameGrant(other, row),
  );
}

async function order(kind: FaultKind): Promise<void> {
  const faults = ["ScheduleRequests", "organization"].map((pathContains) => ({
    match: { pathContains },
    kind,
    slowMs: 40,
    retryAfterSeconds: 3,
  }));
  expect((await lab.control("POST", "/faults", faults)).status).toBe(200);
}

const writeBody = (): object => ({
  action: "adminAssign",
  justification: "A reason",
  ...grantOf(row),
  scheduleInfo: NO_END,
});

async function inBatch(item: object): Promise<Answer> {
  const batch = await lab.graph("POST", "/$batch", { requests: [{ id: "1", ...item }] });
  expect(batch.status).toBe(200);
  const [answered] = objectsAt(batch.body, "responses");
  const headers = answered?.["headers"];
  const body = answered?.["body"];
  return {
    status: Number(answered?.["status"]),
    headers: isJsonObject(headers) ? headers : {},
    body: isJsonObject(body) ? body : { text: body },
  };
}

describe("a fault strikes", () => {
  test.each(ANSWERED)("%s: a write answers %i, its change is there: %s", async (kind, status, isDone) => {
    await order(kind);
    expect((await lab.graph("POST", WRITE_PATH, writeBody())).status).toBe(status);
    expect(isEligible()).toBe(isDone);
  });

  test.each(ANSWERED)("%s: a read", async (kind, _status, _isDone, status) => {
    await order(kind);
    expect((await lab.graph("GET", READ_PATH)).status).toBe(status);
  });

  test.each([...ANSWERED, ...LOST])(
    "%s: a write in a batch answers %i, its change is there: %s",
    async (kind, status, isDone) => {
      await order(kind);
      const headers = { "Content-Type": "application/json" };
      const item = await inBatch({ method: "POST", url: WRITE_PATH, headers, body: writeBody() });
      expect(item.status).toBe(status);
      expect(isEligible()).toBe(isDone);
    },
  );

  test.each([...ANSWERED, ...LOST])("%s: a read in a batch", async (kind, _status, _isDone, status) => {
    await order(kind);
    expect((await inBatch({ method: "GET", url: READ_PATH })).status).toBe(status);
  });

  test("malformedBody: half of the answer, also in a batch; the change took place", async () => {
    await order("malformedBody");
    await expect(lab.graph("POST", WRITE_PATH, writeBody())).rejects.toThrow(SyntaxError);
    expect(isEligible()).toBe(true);
    const item = await inBatch({ method: "GET", url: READ_PATH });
    expect([item.status, typeof item.body["text"]]).toEqual([200, "string"]);
  });

  test("only items of a batch where it is meant for them, with when to come back in the item's headers", async () => {
    const match = { pathContains: "organization", isBatchItem: true };
    await lab.control("POST", "/faults", { match, kind: "429", retryAfterSeconds: 17, count: null });
    expect((await lab.graph("GET", READ_PATH)).status).toBe(200);
    const item = await inBatch({ method: "GET", url: READ_PATH });
    expect([item.status, item.headers["Retry-After"]]).toEqual([429, "17"]);
  });
});

test.each(["delay", "slowBody"] as const)("%s: the answer takes its time and is whole", async (kind) => {
  await order(kind);
  const askedMs = performance.now();
  const { body } = await lab.graph("GET", READ_PATH);
  expect(performance.now() - askedMs).toBeGreaterThan(35);
  expect(objectsAt(body, "value")).toHaveLength(1);
});

test("tokenExpiry: the token is dead from then on, also for the rest of a batch; a new one is good", async () => {
  await order("tokenExpiry");
  const requests = ["1", "2"].map((id) => ({ id, method: "GET", url: id === "1" ? READ_PATH : "/users" }));
  const batch = await lab.graph("POST", "/$batch", { requests });
  expect(objectsAt(batch.body, "responses").map((item) => item["status"])).toEqual([401, 401]);
  expect((await lab.graph("GET", "/users")).status).toBe(401);
  const granted = await lab.app.inject({
    method: "POST",
    url: `/${lab.facts.tenantId}/oauth2/v2.0/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: lab.facts.clientId,
      client_secret: "not a secret",
      scope: "https://localhost:1/.default",
    }).toString(),
  });
  const authorization = `Bearer ${textAt(parseObject(granted.payload), "access_token")}`;
  const again = await lab.app.inject({ method: "GET", url: "/v1.0/users", headers: { authorization } });
  expect(again.statusCode).toBe(200);
});
