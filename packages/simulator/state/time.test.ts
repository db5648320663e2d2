import { describe, expect, test } from "vitest";
import { createClock } from "../clock.ts";
import { objectsAt, textAt } from "../testing/json.ts";
import { createLab, findStanding, grantOf } from "../testing/lab.ts";
import type { Schedule } from "./schedule.ts";
import { Timeline } from "./timeline.ts";

describe("a clock", () => {
  test("runs at the wall's rate, moves forward on request, and runs faster without a jump", () => {
    let wallAt = 1000;
    const clock = createClock(() => wallAt);
    wallAt = 2000;
    expect(clock.now()).toBe(2000);
    clock.advance(500);
    expect(clock.now()).toBe(2500);
    clock.runAt(60);
    expect(clock.now()).toBe(2500);
    wallAt = 3000;
    expect(clock.now()).toBe(62_500);
    clock.runAt(0);
    wallAt = 9000;
    expect(clock.now()).toBe(62_500);
    clock.advance(-1);
    expect(clock.now()).toBe(62_500);
  });
});

describe("a timeline", () => {
  test("lets things happen one by one in their order, also what comes up meanwhile, and never within another", () => {
    const timeline = new Timeline();
    const seen: string[] = [];
    timeline.schedule(10, (at) => {
      seen.push(`a at ${at}`);
      timeline.schedule(15, () => seen.push(`b at ${timeline.runningAt}`));
      timeline.settle(100);
      seen.push("a ends");
    });
    timeline.schedule(20, (at) => seen.push(`c at ${at}`));
    timeline.settle(20);
    expect(seen).toEqual(["a at 10", "a ends", "b at 15", "c at 20"]);
    expect(timeline.runningAt).toBeNull();
  });
});

const HOURS = (count: number): Record<string, unknown> => ({
  scheduleInfo: { expiration: { type: "afterDuration", duration: `PT${count}H` } },
});

test("a day passes: what has a start begins, what has an end goes, and each is told in its time", async () => {
  const lab = await createLab();
  await lab.control("POST", "/quirks", { auditDelay: 15 * 60 * 1000 });
  const rows: Schedule[] = [];
  for (let count = 0; count < 3; count += 1) {
    rows.push(
      findStanding(
        lab,
        (row) => row.directoryScopeId === "/" && !rows.some((other) => other.principalId === row.principalId),
      ),
    );
  }
  const [future, brief, activated] = rows;
  if (future === undefined || brief === undefined || activated === undefined) throw new Error("Too few.");
  const startDateTime = new Date(lab.epochAt + 12 * 60 * 60 * 1000).toISOString();
  const asked = await lab.request("eligibility", "adminAssign", future, {
    scheduleInfo: { startDateTime, expiration: { type: "noExpiration" } },
  });
  expect(asked.body["status"]).toBe("Granted");
  await lab.request("eligibility", "adminAssign", brief, HOURS(6));
  await lab.request("eligibility", "adminAssign", activated);
  await lab.control("POST", "/activations", { ...grantOf(activated), duration: "PT8H" });

  const status = async (): Promise<unknown> => {
    const path = `/roleManagement/directory/roleEligibilityScheduleRequests/${textAt(asked.body, "id")}`;
    return (await lab.graph("GET", path)).body["status"];
  };
  const eligible = (row: Schedule): boolean =>
    lab.tenant.schedules
      .ofPrincipalInRole("eligibility", row.principalId, row.roleDefinitionId)
      .some((one) => one.isInForce);
  const active = (): boolean =>
    lab.tenant.schedules
      .ofPrincipalInRole("assignment", activated.principalId, activated.roleDefinitionId)
      .some((one) => one.assignmentType === "Activated");
  const now = (): unknown[] => [eligible(future), eligible(brief), active()];

  expect([...now(), await status()]).toEqual([false, true, true, "Granted"]);
  await lab.pass("PT7H");
  expect([...now(), await status()]).toEqual([false, false, true, "Granted"]);
  await lab.pass("PT2H");
  expect([...now(), await status()]).toEqual([false, false, false, "Granted"]);
  await lab.pass("PT15H");
  expect([...now(), await status()]).toEqual([true, false, false, "Provisioned"]);

  const told = async (row: Schedule): Promise<string[]> => {
    const filter = `loggedByService eq 'PIM' and targetResources/any(t:t/id eq '${row.principalId}')`;
    const options = `$orderby=activityDateTime&$filter=${encodeURIComponent(filter)}`;
    const answer = await lab.graph("GET", `/auditLogs/directoryAudits?${options}`);
    return objectsAt(answer.body, "value").map(
      (entry) => `${textAt(entry, "activityDateTime").slice(11, 16)} ${textAt(entry, "activityDisplayName")}`,
    );
  };
  expect(await told(future)).toEqual([
    "08:00 Add eligible member to role in PIM requested (permanent)",
    "20:00 Add eligible member to role in PIM completed (permanent)",
  ]);
  expect(await told(brief)).toEqual([
    "08:00 Add eligible member to role in PIM requested (timebound)",
    "08:00 Add eligible member to role in PIM completed (timebound)",
    "14:00 Remove eligible member from role in PIM completed (timebound)",
  ]);
  expect(await told(activated)).toEqual([
    "08:00 Add eligible member to role in PIM requested (permanent)",
    "08:00 Add eligible member to role in PIM completed (permanent)",
    "08:00 Add member to role requested (PIM activation)",
    "08:00 Add member to role completed (PIM activation)",
    "16:00 Remove member from role (PIM activation expired)",
  ]);
});
