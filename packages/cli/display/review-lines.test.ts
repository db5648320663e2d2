import { stripVTControlCharacters } from "node:util";
import { ComplianceRun, NO_ROWS, type ComplianceReport } from "@standdown/domain";
import { describe, expect, test } from "vitest";
import { comparisonLines, differenceLine } from "./comparison-lines.ts";
import { reviewEventLine, scheduleLines } from "./schedule-lines.ts";
import { complianceLines, rolloutComplianceLines } from "./compliance-lines.ts";

const OTHERS = { appScopeId: null, directoryScopeId: "/" };

/** One account in the role of Security Administrator. */
function checked(isPermanent: boolean): ComplianceReport {
  const id = "194ae4cb-b126-40b2-bd5b-6091b380977d";
  const role = { id, templateId: id, displayName: "Security Administrator" };
  const facts = { ...NO_ROWS, id: "i", tenantId: "t", readAt: "2026-11-01T00:00:00Z" };
  const run = new ComplianceRun(
    { ...facts, roles: [{ ...role, isBuiltIn: true, isEnabled: true, isPrivileged: true }] },
    [],
  );
  run.observe({
    principalId: "ann",
    principal: null,
    mfaRegistration: null,
    roleAssignments: [],
    eligibilities: [],
    assignments: (isPermanent ? ["a", "b"] : []).map((row) => ({
      ...OTHERS,
      id: row,
      principalId: "ann",
      roleDefinitionId: id,
      assignmentType: "Assigned",
      memberType: "Direct",
      startDateTime: null,
      endDateTime: null,
      roleAssignmentScheduleId: row,
      roleAssignmentOriginId: null,
    })),
  });
  return run.conclude();
}

const plain = (lines: readonly string[]): string[] => lines.map((line) => stripVTControlCharacters(line));

describe("what the checks say", () => {
  test("is a table of verdicts, then why, with the first rows", () => {
    const lines = plain(complianceLines(checked(true)));
    expect(lines.slice(0, 3)).toEqual([
      "check       verdict  rows",
      "──────────  ───────  ────",
      "ZTA.21815   fail        1",
    ]);
    expect(lines).toContain("  - ann, Security Administrator: permanent");
  });

  test("is a table of two columns before and after a rollout", () => {
    const lines = plain(rolloutComplianceLines({ before: checked(true), after: checked(false) }));
    expect(lines[2]).toBe("ZTA.21815   fail       1  pass      0");
  });
});

describe("what is different", () => {
  const none = { standingAdded: 0, standingRemoved: 0, eligibleAdded: 0, eligibleRemoved: 0 };
  const counts = { ...none, principalNew: 1, principalGone: 0, principalChanged: 2 };

  test("is counted by role, with a total", () => {
    const change = { ...none, standingRemoved: 12, eligibleAdded: 12 };
    const byRole = [{ roleDefinitionId: "r", roleName: "Message Center Reader", ...change }];
    const ids = { earlierId: "a", laterId: "b" };
    const lines = plain(comparisonLines({ ...ids, counts: { ...counts, ...change }, byRole }));
    expect(lines[0]).toBe("principals: 1 new, 0 gone, 2 changed");
    expect(lines.at(-1)).toMatch(/^all roles +0 +12 +12 +0$/);
    expect(comparisonLines({ ...ids, counts, byRole: [] })[1]).toBe("access: no difference");
  });

  test("is one line each, of access and of a principal", () => {
    const ann = { principalId: "ann", principalName: "ann@example.com", ...OTHERS };
    const access = {
      roleDefinitionId: "r",
      roleName: "Message Center Reader",
      scopeName: "tenant",
      changed: [],
    };
    expect(differenceLine({ kind: "standingAdded", ...ann, ...access })).toBe(
      "standing access added  ann@example.com  Message Center Reader, tenant",
    );
    const disabled = [{ property: "accountEnabled" as const, from: true, to: false }];
    const itself = { roleDefinitionId: null, roleName: null, scopeName: null, changed: disabled };
    expect(differenceLine({ kind: "principalChanged", ...ann, ...itself })).toBe(
      "principal changed  ann@example.com  accountEnabled true -> false",
    );
  });
});

describe("what a review found", () => {
  const event = {
    specversion: "1.0",
    id: "8",
    source: "urn:standdown:tenant:t",
    subject: "i",
    time: "2026-11-30T05:01:00Z",
    datacontenttype: "application/json",
  } as const;
  const data = {
    inventoryId: "i",
    earlierInventoryId: null,
    scheduleId: "s",
    difference: null,
    differenceCount: null,
    problem: null,
  };

  test("is told with its reason where the tenant could not be read", () => {
    const problem = {
      code: "graphUnavailable",
      verdict: "retry",
      status: 503,
      message: "The tenant did not answer.",
      advice: "Try again later.",
      retryAfterMs: null,
      requestId: null,
      clientRequestId: null,
    } as const;
    const line = reviewEventLine({
      ...event,
      type: "standdown.review.inventoryFailed",
      data: { ...data, problem },
    });
    expect(line).toBe(
      "8  2026-11-30T05:01:00Z  inventory i failed: The tenant did not answer. Try again later.",
    );
  });

  test("says so where nobody looks by a schedule", () => {
    expect(scheduleLines([])).toEqual(["no schedule: the tenant is read when somebody asks"]);
  });
});
