import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import type { Schedule } from "../state/schedule.ts";
import { isSameGrant } from "../state/schedule.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding, grantOf } from "../testing/lab.ts";

let lab: Lab;
let row: Schedule;

beforeEach(async () => {
  lab = await createLab();
  row = findStanding(
    lab,
    (candidate) => candidate.directoryScopeId === "/" && candidate.origin === "outsidePim",
  );
});

function has(side: Schedule["side"]): boolean {
  return [...lab.tenant.schedules.ofPrincipal(side, row.principalId).values()].some(
    (other) => isSameGrant(other, row) && other.assignmentType === "Assigned",
  );
}

function eligibleOnly(): Schedule {
  const [id = ""] = lab.facts.onlyEligibleIds;
  const [found] = lab.tenant.schedules.ofPrincipal("eligibility", id).values();
  if (found === undefined) throw new Error("No one is only eligible.");
  return found;
}

describe("the clock", () => {
  test("is moved a long way while people live, and others are answered on the way", async () => {
    await lab.control("PUT", "/life", { everyMs: 60_000, kinds: { createUser: 1 } });
    const beganAt = lab.tenant.clock.now();
    const endAt = beganAt + 2 * 24 * 60 * 60 * 1000;
    const moved = lab.pass("P2D");
    let seenAt = beganAt;
    while (seenAt === beganAt) {
      await setImmediate();
      seenAt = Date.parse(String((await lab.control("GET", "/clock")).body["now"]));
    }
    expect(seenAt).toBeLessThan(endAt);
    await moved;
    expect(lab.tenant.clock.now()).toBe(endAt);
    expect((await lab.control("DELETE", "/life")).status).toBe(204);
    expect((await lab.control("GET", "/life")).body["eventCount"]).toBe(2880);
  });

  test("is not moved beyond the last moment that can be written", async () => {
    const before = (await lab.control("GET", "/clock")).body;
    for (const advance of [`P${"9".repeat(30)}D`, "P3000000D"]) {
      expect((await lab.control("POST", "/clock", { advance })).status).toBe(400);
    }
    expect((await lab.control("GET", "/clock")).body).toEqual(before);
  });
});

describe("what a user does", () => {
  test("an activation needs an eligibility, cannot be made twice, and ends by itself", async () => {
    expect(codeOf(await lab.control("POST", "/activations", grantOf(row)))).toBe(
      "RoleAssignmentRequestPolicyValidationFailed",
    );
    const eligible = eligibleOnly();
    const body = { ...grantOf(eligible), duration: "PT2H" };
    expect((await lab.control("POST", "/activations", body)).status).toBe(201);
    expect(codeOf(await lab.control("POST", "/activations", body))).toBe("RoleAssignmentExists");
    const active = lab.tenant.schedules.ofPrincipal("assignment", eligible.principalId);
    expect([...active.values()]).toMatchObject([
      { assignmentType: "Activated", activatedUsing: eligible.id },
    ]);
    await lab.pass("PT2H");
    expect(lab.tenant.schedules.ofPrincipal("assignment", eligible.principalId).size).toBe(0);
  });

  test("an activation longer than the role's settings allow is refused", async () => {
    const body = { ...grantOf(eligibleOnly()), duration: "PT9H" };
    expect(JSON.stringify((await lab.control("POST", "/activations", body)).body)).toContain(
      "ExpirationRule",
    );
  });

  test("an activation can be ended early, but not within five minutes, and outlives its eligibility", async () => {
    const eligible = eligibleOnly();
    await lab.control("POST", "/activations", grantOf(eligible));
    expect(codeOf(await lab.control("POST", "/deactivations", grantOf(eligible)))).toBe(
      "ActiveDurationTooShort",
    );
    await lab.pass("PT5M");
    expect((await lab.request("eligibility", "adminRemove", eligible)).status).toBe(201);
    expect(lab.tenant.schedules.ofPrincipal("assignment", eligible.principalId).size).toBe(1);
    expect((await lab.control("POST", "/deactivations", grantOf(eligible))).status).toBe(201);
    expect(lab.tenant.schedules.ofPrincipal("assignment", eligible.principalId).size).toBe(0);
  });

  test("an activation is not what adminRemove removes", async () => {
    const eligible = eligibleOnly();
    await lab.control("POST", "/activations", grantOf(eligible));
    await lab.pass("PT5M");
    const answer = await lab.request("assignment", "adminRemove", eligible);
    expect([answer.status, codeOf(answer)]).toEqual([404, "RoleAssignmentDoesNotExist"]);
  });
});

describe("what happens besides PIM", () => {
  test("standing access given outside is there at once, in the shape of rows made outside", async () => {
    const eligible = eligibleOnly();
    expect((await lab.control("POST", "/outside-pim/assignments", grantOf(eligible))).status).toBe(201);
    const filter = `$filter=principalId eq '${eligible.principalId}'`;
    const list = await lab.graph("GET", `/roleManagement/directory/roleAssignmentSchedules?${filter}`);
    expect(list.body["value"]).toMatchObject([
      { createdUsing: null, createdDateTime: null, assignmentType: "Assigned" },
    ]);
  });

  test("a user can be disabled and deleted", async () => {
    const path = `/users/${row.principalId}`;
    expect((await lab.control("PATCH", path, { accountEnabled: false })).status).toBe(204);
    expect((await lab.graph("GET", `${path}?$select=accountEnabled`)).body["accountEnabled"]).toBe(false);
    expect((await lab.control("DELETE", path)).status).toBe(204);
    expect((await lab.graph("GET", path)).status).toBe(404);
    expect(codeOf(await lab.request("eligibility", "adminAssign", row))).toBe("SubjectNotFound");
    expect((await lab.request("assignment", "adminRemove", row)).status).toBe(201);
    expect((await lab.control("GET", "/watchdog")).body["count"]).toBe(0);
  });
});

async function convert(quirk: string): Promise<readonly [granted: string, removed: string]> {
  await lab.control("POST", "/quirks", { [quirk]: 1 });
  const granted = await lab.request("eligibility", "adminAssign", row);
  const removed = await lab.request("assignment", "adminRemove", row);
  const told = (answer: typeof granted): string => String(codeOf(answer) ?? answer.body["status"]);
  return [told(granted), told(removed)];
}

describe("quirks", () => {
  test.each([
    ["removeAnswers404", ["Provisioned", "RoleAssignmentDoesNotExist"], false, true],
    ["crossSideDropOnRemove", ["Provisioned", "Revoked"], false, false],
    ["grantNeverProvisions", ["Granted", "Revoked"], false, false],
    ["outsidePimSurvivesRemove", ["Provisioned", "Revoked"], true, true],
  ] as const)("%s", async (quirk, told, isStandingLeft, isEligibleLeft) => {
    expect(await convert(quirk)).toEqual(told);
    expect([has("assignment"), has("eligibility")]).toEqual([isStandingLeft, isEligibleLeft]);
  });

  test("that are none are refused", async () => {
    expect((await lab.control("POST", "/quirks", { nonsense: true })).status).toBe(400);
    expect((await lab.control("POST", "/quirks", { removeAnswers404: "yes" })).status).toBe(400);
  });
});

async function loseBoth(): Promise<void> {
  await lab.request("eligibility", "adminAssign", row);
  await lab.request("assignment", "adminRemove", row);
}

describe("a loss of the service's own making", () => {
  test("counts when access is not back within a minute, and not when it is", async () => {
    await lab.control("POST", "/quirks", { crossSideDropOnRemove: 1 });
    const watched = async (): Promise<unknown> => {
      const { count, lapseCount } = (await lab.control("GET", "/watchdog")).body;
      return [count, lapseCount];
    };
    await loseBoth();
    await lab.pass("PT1M");
    expect(await watched()).toEqual([0, 1]);
    await lab.request("assignment", "adminAssign", row);
    await lab.pass("PT10M");
    expect(await watched()).toEqual([0, 1]);
    await loseBoth();
    await lab.pass("PT1M1S");
    expect(await watched()).toEqual([1, 2]);
  });
});
