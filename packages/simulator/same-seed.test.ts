import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "./testing/json.ts";
import { objectsAt } from "./testing/json.ts";
import type { RunningSimulator } from "./testing/process.ts";
import { startSimulator } from "./testing/process.ts";

const ROLES = "/roleManagement/directory";
const SCOPE = "scopeId eq '/' and scopeType eq 'DirectoryRole'";
const LISTS = [
  "/users",
  "/groups",
  "/servicePrincipals",
  "/directory/administrativeUnits",
  "/organization",
  "/subscribedSkus",
  `${ROLES}/roleDefinitions`,
  `${ROLES}/roleAssignments`,
  `${ROLES}/roleAssignmentSchedules`,
  `${ROLES}/roleAssignmentScheduleInstances`,
  `${ROLES}/roleAssignmentScheduleRequests`,
  `${ROLES}/roleEligibilitySchedules`,
  `${ROLES}/roleEligibilityScheduleInstances`,
  `${ROLES}/roleEligibilityScheduleRequests`,
  `/policies/roleManagementPolicies?$filter=${SCOPE}&$expand=rules`,
  `/policies/roleManagementPolicyAssignments?$filter=${SCOPE}`,
];

const running: RunningSimulator[] = [];

function start(seed: string): Promise<RunningSimulator> {
  // An epoch to come: nothing that was seeded ends while it is looked at.
  const epoch = "2099-01-01T00:00:00Z";
  return startSimulator(["--seed", seed, "--admins", "60", "--assignments-per-admin", "4", "--epoch", epoch]);
}

beforeAll(async () => {
  running.push(...(await Promise.all([start("7"), start("7"), start("8")])));
}, 60_000);
afterAll(async () => {
  await Promise.all(running.map((simulator) => simulator.stop()));
});

/** A list, page by page, as bytes; without the port, and without the times that the service says of the read itself. */
async function hashOf(simulator: RunningSimulator, list: string): Promise<string> {
  const hash = createHash("sha256");
  const { announcement } = simulator;
  const base = `${announcement.graphBaseUrl}/v1.0`;
  let next: string | null = list;
  while (next !== null) {
    const { status, body } = await simulator.graph("GET", next);
    expect([list, status]).toEqual([list, 200]);
    const rows = objectsAt(body, "value").map(withoutReadTime);
    hash.update(JSON.stringify({ ...body, value: rows }).replaceAll(announcement.graphBaseUrl, ""));
    const link = body["@odata.nextLink"];
    next = typeof link === "string" ? link.replace(base, "") : null;
  }
  return hash.digest("hex");
}

/** Of what was made outside PIM, schedules say the time of the read as their start. */
function withoutReadTime(row: JsonObject): JsonObject {
  return row["createdUsing"] === null ? { ...row, scheduleInfo: null } : row;
}

async function stateHash({ announcement }: RunningSimulator): Promise<string> {
  const response = await fetch(`${announcement.controlUrl}/state`);
  return createHash("sha256")
    .update(await response.text())
    .digest("hex");
}

describe("two processes of the same seed, number and epoch", () => {
  test("hold the same, byte for byte, and another seed does not", async () => {
    const [one, same, other] = await Promise.all(running.map(stateHash));
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test.each(LISTS)("answer %s with the same bytes", async (list) => {
    const [one, same] = await Promise.all(running.slice(0, 2).map((simulator) => hashOf(simulator, list)));
    expect(same).toBe(one);
  });
});

test("a tenant has at least as many assignments for each administrator as were asked for", async () => {
  for (const simulator of running) {
    const counts = (await simulator.control("GET", "/tenant")).body["counts"];
    const { standing, timeBound, activated, eligible } = { ...Object(counts) };
    expect(standing + timeBound + activated + eligible).toBeGreaterThanOrEqual(240);
  }
});
