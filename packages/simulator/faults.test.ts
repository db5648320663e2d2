import { Agent, fetch } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { objectsAt, parseObject, textAt } from "./testing/json.ts";
import type { RunningSimulator } from "./testing/process.ts";
import { startSimulator } from "./testing/process.ts";
import type { StateRow } from "./testing/standing-rows.ts";
import { findUntouched, readState, requestSchedule } from "./testing/standing-rows.ts";

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await startSimulator([
    "--seed",
    "7",
    "--admins",
    "120",
    "--minimum-age",
    "PT0S",
    "--profile",
    "ideal",
  ]);
});

afterAll(async () => {
  await simulator.stop();
});

beforeEach(async () => {
  await simulator.control("DELETE", "/faults");
});

async function isEligible(row: StateRow): Promise<boolean> {
  return (await readState(simulator, "eligible")).some((other) => other.principalId === row.principalId);
}

describe("ordered faults", () => {
  const onEligibility = { method: "POST", pathContains: "roleEligibilityScheduleRequests" };

  test.each([
    ["timeoutBefore", false],
    ["timeoutAfter", true],
    ["reset", false],
    ["resetAfter", true],
  ])("%s: the answer never comes, and the change is there: %s", async (kind, isDone) => {
    const row = await findUntouched(simulator, "tenant");
    await simulator.control("POST", "/faults", { match: onEligibility, kind });
    await expect(
      requestSchedule(simulator, "Eligibility", "adminAssign", row, AbortSignal.timeout(700)),
    ).rejects.toThrow(/terminated|aborted|fetch failed/u);
    expect(await isEligible(row)).toBe(isDone);
  });

  test.each(["timeoutBefore", "timeoutAfter", "reset", "resetAfter"])(
    "%s: the answer to a read never comes",
    async (kind) => {
      await simulator.control("POST", "/faults", { match: { pathContains: "organization" }, kind });
      await expect(
        simulator.graph("GET", "/organization", undefined, AbortSignal.timeout(700)),
      ).rejects.toThrow(/terminated|aborted|fetch failed/u);
      expect((await simulator.graph("GET", "/organization")).status).toBe(200);
    },
  );

  test("slowBody: the answer comes in pieces", async () => {
    await simulator.control("POST", "/faults", { match: {}, kind: "slowBody", slowMs: 400 });
    const { announcement, caPem } = simulator;
    const accessToken = textAt((await simulator.token(announcement.clientSecret)).body, "access_token");
    const dispatcher = new Agent({ connect: { ca: caPem } });
    const response = await fetch(`${announcement.graphBaseUrl}/v1.0/users`, {
      dispatcher,
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const pieces: string[] = [];
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString("utf8"));
    await dispatcher.close();
    expect(pieces.length).toBeGreaterThan(3);
    expect(objectsAt(parseObject(pieces.join("")), "value")).toHaveLength(100);
  });

  test("strike from the ordered one on, as often as ordered", async () => {
    await simulator.control("POST", "/faults", [
      { match: { pathContains: "/organization" }, kind: "503", at: 2, count: 2, retryAfterSeconds: 1 },
    ]);
    const statuses = [];
    for (let turn = 0; turn < 5; turn += 1) {
      statuses.push((await simulator.graph("GET", "/organization")).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
  });

  test("are refused when they are none", async () => {
    const answer = await simulator.control("POST", "/faults", { match: {}, kind: "nonsense", often: true });
    expect(answer.status).toBe(400);
  });
});

/** What is asked: writes and reads, some of them more than once, all at the same time. */
async function askAll(other: RunningSimulator, isReversed: boolean): Promise<unknown[]> {
  await other.control("POST", "/faults", [
    { name: "lost", match: { method: "POST" }, kind: "504After", probability: 0.3, count: null },
    { name: "busy", match: {}, kind: "503", probability: 0.3, count: null },
    { name: "second", match: { pathContains: "/users/" }, kind: "500", at: 2, per: "target" },
  ]);
  const rows = (await readState(other, "assigned")).slice(0, 40);
  const calls = rows.flatMap((row) => [
    () => other.graph("GET", `/users/${row.principalId}`),
    () => other.graph("GET", `/users/${row.principalId}`),
    () => requestSchedule(other, "Eligibility", "adminAssign", row),
    () => requestSchedule(other, "Assignment", "adminRemove", row),
  ]);
  await Promise.all((isReversed ? calls.toReversed() : calls).map((call) => call()));
  const { body } = await other.control("GET", "/faults");
  return objectsAt(body, "struck")
    .map((struck) => JSON.stringify(struck))
    .toSorted();
}

describe("the same seed and the same requests", () => {
  test("in two processes, in different order and at the same time, strike the same places", async () => {
    const argv = ["--seed", "11", "--admins", "60", "--epoch", "2026-10-05T08:00:00Z"];
    const [one, other] = await Promise.all([startSimulator(argv), startSimulator(argv)]);
    const [struck, struckOther] = await Promise.all([askAll(one, false), askAll(other, true)]);
    await Promise.all([one.stop(), other.stop()]);
    expect(struck.length).toBeGreaterThan(40);
    expect(struckOther).toEqual(struck);
  });
});

describe("a tenant that refuses", () => {
  test("without the licence answers so to everything of PIM, and lists none", async () => {
    await simulator.control("POST", "/licence", { premium: false });
    const answer = await simulator.graph("GET", "/roleManagement/directory/roleEligibilitySchedules");
    const skus = await simulator.graph("GET", "/subscribedSkus");
    const plain = await simulator.graph("GET", "/roleManagement/directory/roleAssignments");
    await simulator.control("POST", "/licence", { premium: true });
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      400,
      expect.stringContaining("AadPremiumLicenseRequired"),
    ]);
    expect(JSON.stringify(skus.body)).not.toContain("AAD_PREMIUM_P2");
    expect(plain.status).toBe(200);
  });

  test.each([401, 403])("answers %i to every request when it is told to", async (status) => {
    await simulator.control("POST", "/permissions", { refuse: status });
    const statuses = [
      (await simulator.graph("GET", "/users")).status,
      (await simulator.graph("GET", "/roleManagement/directory/roleAssignmentSchedules")).status,
    ];
    await simulator.control("POST", "/permissions", { refuse: null });
    expect(statuses).toEqual([status, status]);
  });
});
