import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
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

  test.each([
    ["500", 500, false],
    ["504", 504, false],
    ["504After", 504, true],
    ["500After", 500, true],
    ["401", 401, false],
    ["403", 403, false],
    ["silentDrop", 201, false],
  ])("%s: answers %i, and the change is there: %s", async (kind, status, isDone) => {
    const row = await findUntouched(simulator, "tenant");
    await simulator.control("POST", "/faults", { match: onEligibility, kind });
    expect((await requestSchedule(simulator, "Eligibility", "adminAssign", row)).status).toBe(status);
    expect(await isEligible(row)).toBe(isDone);
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
