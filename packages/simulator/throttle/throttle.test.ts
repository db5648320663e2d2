import { beforeEach, describe, expect, test } from "vitest";
import { objectsAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding, grantOf } from "../testing/lab.ts";

let wallMs: number;
let lab: Lab;

beforeEach(async () => {
  wallMs = Date.parse("2026-10-05T08:00:00Z");
  lab = await createLab({ limits: "published", wallNow: () => wallMs });
});

async function readTimes(count: number, path: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let turn = 0; turn < count; turn += 1) answers.push(await lab.graph("GET", path));
  return answers;
}

function statuses(answers: readonly Answer[]): number[] {
  return answers.map((answer) => answer.status);
}

async function use(name: string): Promise<unknown> {
  return (await lab.control("GET", "/limits")).body[name];
}

describe("resource units", () => {
  test.each([
    [20, 3500],
    [200, 5000],
    [600, 8000],
  ])("a tenant of %i administrators has %i in ten seconds", async (adminCount, count) => {
    const sized = await createLab({ limits: "published", adminCount });
    const { body } = await sized.control("GET", "/limits");
    expect(body["resourceUnits"]).toMatchObject({ allowance: { count, windowMs: 10_000 } });
  });

  test("each answer says what it cost", async () => {
    const [plain] = await readTimes(1, "/organization");
    const [users] = await readTimes(1, "/users");
    const [small] = await readTimes(1, "/users?$top=1");
    expect([plain, users, small].map((answer) => answer?.headers["x-ms-resource-unit"])).toEqual([
      "1",
      "2",
      "1",
    ]);
  });

  test("from four fifths on answers say how much is used; at the end they refuse until the window is over", async () => {
    await lab.control("PUT", "/limits", { resourceUnits: { count: 10, windowMs: 10_000 } });
    const answers = await readTimes(11, "/organization");
    expect(answers.map((answer) => answer.headers["x-ms-throttle-limit-percentage"])).toEqual([
      ...Array.from({ length: 7 }, () => undefined),
      "0.8",
      "0.9",
      "1",
      "1.1",
    ]);
    const refused = answers.at(-1);
    expect(refused).toMatchObject({
      status: 429,
      headers: {
        "retry-after": "10",
        "x-ms-throttle-scope": `Tenant_Application/ReadWrite/${lab.facts.clientId}/${lab.facts.tenantId}`,
        "x-ms-throttle-information": "ResourceUnitLimitExceeded",
      },
      body: { error: { code: "TooManyRequests" } },
    });
    wallMs += 9_999;
    expect(statuses(await readTimes(1, "/organization"))).toEqual([429]);
    wallMs += 1;
    expect(statuses(await readTimes(1, "/organization"))).toEqual([200]);
  });

  test("what is cheap does not pass where something dear was refused", async () => {
    await lab.control("PUT", "/limits", { resourceUnits: { count: 4, windowMs: 10_000 } });
    await readTimes(2, "/organization");
    expect(statuses(await readTimes(1, "/subscribedSkus"))).toEqual([429]);
    expect(statuses(await readTimes(1, "/organization"))).toEqual([429]);
  });

  test("the tenant's clock frees nothing", async () => {
    await lab.control("PUT", "/limits", { resourceUnits: { count: 1, windowMs: 10_000 } });
    await readTimes(1, "/organization");
    await lab.pass("PT1H");
    expect(statuses(await readTimes(1, "/organization"))).toEqual([429]);
  });
});

describe("a client that was told to wait", () => {
  beforeEach(async () => {
    await lab.control("PUT", "/limits", { resourceUnits: { count: 1, windowMs: 10_000 } });
    await readTimes(2, "/organization");
  });

  test("is counted when it comes too early, but not for what was on its way", async () => {
    wallMs += 1000;
    await readTimes(1, "/organization");
    expect(await use("resourceUnits")).toMatchObject({ refusedCount: 2, ignoredRetryAfterCount: 0 });
    wallMs += 1;
    await readTimes(1, "/organization");
    expect(await use("resourceUnits")).toMatchObject({ refusedCount: 3, ignoredRetryAfterCount: 1 });
  });

  test("is not counted when it waits", async () => {
    wallMs += 10_000;
    expect(statuses(await readTimes(1, "/organization"))).toEqual([200]);
    expect(await use("resourceUnits")).toMatchObject({
      usedCount: 1,
      passedCount: 2,
      refusedCount: 1,
      ignoredRetryAfterCount: 0,
    });
  });
});

describe("writes", () => {
  test("have a budget of their own: reads go on", async () => {
    await lab.control("PUT", "/limits", { writes: { count: 1, windowMs: 150_000 } });
    const row = findStanding(lab);
    const taken = await lab.request("eligibility", "adminAssign", grantOf(row));
    const refused = await lab.request("assignment", "adminAssign", grantOf(row));
    expect([taken.status, refused.status, refused.headers["retry-after"]]).toEqual([201, 429, "150"]);
    expect(refused.headers["x-ms-throttle-information"]).toBe("WriteLimitExceeded");
    expect(statuses(await readTimes(1, "/organization"))).toEqual([200]);
  });

  test("of all applications together are limited too", async () => {
    await lab.control("PUT", "/limits", { tenantWrites: { count: 1, windowMs: 1000 } });
    await lab.graph("DELETE", "/roleManagement/directory/roleAssignments/none");
    const refused = await lab.graph("DELETE", "/roleManagement/directory/roleAssignments/none");
    expect([refused.status, refused.headers["x-ms-throttle-scope"]]).toEqual([
      429,
      `Tenant/ReadWrite/${lab.facts.clientId}/${lab.facts.tenantId}`,
    ]);
  });

  test("of PIM have a lower limit as a quirk, whatever the published limits are", async () => {
    await lab.control("PUT", "/limits", { preset: "none" });
    await lab.control("POST", "/quirks", { pimWriteLimit: 1 });
    const row = findStanding(lab);
    expect((await lab.request("eligibility", "adminAssign", grantOf(row))).status).toBe(201);
    const refused = await lab.request("eligibility", "adminAssign", grantOf(row));
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "60"]);
    const other = await lab.graph("DELETE", "/roleManagement/directory/roleAssignments/none");
    expect(other.status).not.toBe(429);
  });
});

test("in a batch each item is throttled by itself, and says so in its own headers", async () => {
  await lab.control("PUT", "/limits", { resourceUnits: { count: 2, windowMs: 7000 } });
  const requests = ["1", "2", "3"].map((id) => ({ id, method: "GET", url: "/organization" }));
  const batch = await lab.graph("POST", "/$batch", { requests });
  const items = objectsAt(batch.body, "responses").toSorted((a, b) => Number(a["id"]) - Number(b["id"]));
  expect([batch.status, ...items.map((item) => item["status"])]).toEqual([200, 200, 200, 429]);
  expect(items[2]).toMatchObject({
    headers: { "Retry-After": "7", "x-ms-throttle-limit-percentage": "1.5" },
    body: { error: { code: "TooManyRequests" } },
  });
});

test("without limits nothing is refused and nothing is said of them", async () => {
  await lab.control("PUT", "/limits", { preset: "none" });
  const answers = await readTimes(30, "/organization");
  expect(answers.filter((answer) => codeOf(answer) === "TooManyRequests")).toEqual([]);
  expect(await use("resourceUnits")).toMatchObject({ allowance: null, passedCount: 0 });
});

test("limits that make no sense are refused", async () => {
  for (const body of [{ preset: "some" }, { writes: { count: 0, windowMs: 1 } }, { pimWrites: null }]) {
    expect((await lab.control("PUT", "/limits", body)).status).toBe(400);
  }
});
