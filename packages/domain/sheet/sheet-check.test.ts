import { standingRow } from "../testing/standing-row.ts";
import { describe, expect, it } from "vitest";
import type { AssignmentInstance } from "../access.ts";
import { compileContext } from "../compile/compile-context.ts";
import { NO_ROWS } from "../inventory.ts";
import type { ManualDisposition } from "../plan/dispositions.ts";
import type { Plan } from "../plan/plan.ts";
import { NOTHING_KNOWN, type PrincipalType } from "../principal.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { SheetCheck, type SheetOutcome } from "./sheet-check.ts";
import type { SheetRow } from "./sheet.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const ROLE = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
const [ANA, APP] = ["bbbbbbbb-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"];
const KEY = { principalId: ANA, roleDefinitionId: ROLE, directoryScopeId: "/", appScopeId: null };
const FACTS = {
  id: "i",
  tenantId: "t",
  readAt: "2026-06-01T00:00:00Z",
  ...NO_ROWS,
  roles: [
    {
      id: ROLE,
      templateId: ROLE,
      displayName: "Message Center Reader",
      isBuiltIn: true,
      isEnabled: true,
      isPrivileged: null,
    },
  ],
};

function planWith(dispositions: ManualDisposition[]): Plan {
  return {
    apiVersion: "standdown/v1",
    kind: "RolloutPlan",
    metadata: { name: "p" },
    spec: {
      tenant: { id: ANA, cloud: "global" },
      change: { system: "s", number: "1" },
      justification: "j",
      emergencyAccess: { principals: [], minimumStanding: 2 },
      selection: { roles: [{ all: "remaining" }] },
      dispositions,
      strategy: { default: "convert" },
      eligibility: { expiration: "none" },
      waves: [{ name: "w", size: { remainder: true } }],
    },
  };
}

function holder(
  principalId: string,
  type: PrincipalType,
  rows: Partial<AssignmentInstance>[],
): PrincipalAccess {
  const assignments = rows.map((more, at) => standingRow({ ...KEY, principalId, id: `row-${at}`, ...more }));
  const principal = { id: principalId, type, ...NOTHING_KNOWN, displayName: "Ana" };
  return {
    principalId,
    principal,
    mfaRegistration: null,
    assignments,
    roleAssignments: assignments,
    eligibilities: [],
  };
}

function row(number: number, more: Partial<SheetRow>): SheetRow {
  const names = { principalName: "", roleName: "", scopeName: "" };
  return { row: number, key: KEY, disposition: "keep", reason: "night", assignmentId: "", ...names, ...more };
}

function check(rows: SheetRow[], access: PrincipalAccess, former: ManualDisposition[] = []): SheetOutcome {
  const context = compileContext(planWith(former), FACTS, { now: NOW, ownAppId: null });
  const found = new SheetCheck(context, rows);
  found.observe(access);
  return found.conclude();
}

const MANUAL = { principalId: ANA, roleDefinitionId: ROLE, directoryScopeId: "/" };
const ANAS = holder(ANA, "user", [{}]);
const ACTIVATION = { assignmentType: "Activated", endDateTime: "2026-06-01T08:00:00Z" } as const;

describe("a row of a sheet", () => {
  it("that asks to convert what can't be converted is told what a helpdesk would say", () => {
    const key = { ...KEY, principalId: APP };
    const outcome = check([row(2, { key, disposition: "convert" })], holder(APP, "servicePrincipal", [{}]));
    expect(outcome).toEqual({
      ok: false,
      problems: [
        {
          row: 2,
          column: "disposition",
          code: "impossible",
          message: "An application cannot activate a role, so it cannot become eligible.",
        },
      ],
    });
  });

  it("of access that is activated as well is about the standing row, with its id or without", () => {
    const both = holder(ANA, "user", [ACTIVATION, {}]);
    const alone = check([row(2, {})], both);
    const manifest = [row(2, { assignmentId: "row-0" }), row(3, { assignmentId: "row-1" })];
    for (const outcome of [alone, check(manifest, both)]) {
      expect(outcome).toEqual({
        ok: true,
        changedRowCount: 1,
        dispositions: [{ ...MANUAL, disposition: "keep", reason: "night" }],
      });
    }
    expect(check([row(2, { assignmentId: "row-0", disposition: "review" })], both)).toMatchObject({
      problems: [{ code: "impossible", message: expect.stringContaining("activation in progress") }],
    });
  });

  it("of access that the tenant lists twice must not ask for two things", () => {
    const twice = holder(ANA, "user", [{}, {}]);
    const rows = [
      row(2, { assignmentId: "row-0", disposition: "keep" }),
      row(3, { assignmentId: "row-1", disposition: "exclude" }),
    ];
    expect(check(rows, twice)).toMatchObject({ problems: [{ row: 3, code: "contradiction" }] });
  });
});

describe("what the plan had decided before", () => {
  const former = { ...MANUAL, disposition: "review", reason: "ask Bo" } as const;

  it("stays where the sheet does not name it, and where the sheet says the same without a reason of its own", () => {
    const elsewhere = { ...former, roleDefinitionId: APP };
    expect(check([row(2, { disposition: "convert" })], ANAS, [elsewhere])).toMatchObject({
      changedRowCount: 0,
      dispositions: [elsewhere],
    });
    expect(check([row(2, { disposition: "review", reason: "decided" })], ANAS, [former])).toMatchObject({
      changedRowCount: 1,
      dispositions: [former],
    });
  });

  it("is not undone by a sheet that is older, nor is what the plan said then taken for a person's word", () => {
    const older = row(2, { disposition: "convert", reason: "selected" });
    expect(check([older], ANAS)).toMatchObject({ ok: true, dispositions: [] });
    expect(check([older], ANAS, [former])).toMatchObject({
      ok: false,
      problems: [{ row: 2, column: "reason", code: "outdated", message: expect.stringContaining("decided") }],
    });
    // It was left out when the sheet was made, and is not any more.
    const excluded = row(2, { disposition: "exclude", reason: "excluded" });
    expect(check([excluded], ANAS)).toMatchObject({ ok: false, problems: [{ code: "outdated" }] });
  });

  it("is gone where the sheet asks for what the plan says by itself", () => {
    expect(check([row(2, { disposition: "convert" })], ANAS, [former])).toMatchObject({
      changedRowCount: 0,
      dispositions: [],
    });
  });
});
