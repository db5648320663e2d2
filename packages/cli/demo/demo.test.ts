import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { MANIFEST_COLUMNS } from "@standdown/contracts";
import { readManifest, type ManifestRow } from "../what-if/read-manifest.ts";
import { checkOutcome, type Evidence } from "./checks.ts";
import { readDemoArguments } from "./options.ts";
import { roleTable } from "./role-table.ts";
import { startProcess, StartError } from "./started-process.ts";
import type { HeldRow } from "./simulated-tenant.ts";

const KEY = { principalId: "p", roleDefinitionId: "r", directoryScopeId: "/", appScopeId: null };
const HELD: HeldRow = { ...KEY, scheduleId: "s", startDateTime: null, endDateTime: null };
const BREAK_GLASS: HeldRow = { ...HELD, principalId: "break-glass" };
const APPLICATION: HeldRow = { ...HELD, principalId: "application" };
const ACTIVATION: HeldRow = { ...HELD, principalId: "activated", endDateTime: "2026-11-23T12:00:00Z" };

/** A rollout of one conversion that went as promised. */
function goodEvidence(): Evidence {
  const columns = Object.keys(MANIFEST_COLUMNS);
  const line = columns.map((column) => {
    const known: Record<string, string> = { disposition: "convert", principalId: "p", roleDefinitionId: "r" };
    return column === "directoryScopeId" ? "/" : (known[column] ?? "");
  });
  return {
    manifest: readManifest(`\uFEFF${columns.join(",")}\r\n${line.join(",")}\r\n`),
    conversions: [{ state: "converted", key: KEY }],
    ledger: { entryCount: 9, isWhole: true },
    facts: {
      tenantId: "t",
      callerId: "caller",
      breakGlassIds: ["break-glass"],
      servicePrincipalHolderIds: ["application"],
      counts: {},
    },
    before: { assigned: [HELD, BREAK_GLASS, APPLICATION], activated: [ACTIVATION], eligible: [] },
    after: { assigned: [BREAK_GLASS, APPLICATION], activated: [ACTIVATION], eligible: [HELD] },
    watchdog: { count: 0, violations: [] },
  };
}

function brokenIn(evidence: Evidence): string[] {
  return checkOutcome(evidence)
    .filter(({ isMet }) => !isMet)
    .map(({ what }) => what);
}

describe("the checks of the demo", () => {
  test("are met by a rollout that went as promised", () => {
    expect(brokenIn(goodEvidence())).toEqual([]);
  });

  test("are met where access was taken away as planned, and only that is not held against it", () => {
    const planned = goodEvidence();
    const removal: Evidence = {
      ...planned,
      manifest: [
        ...planned.manifest,
        ...planned.manifest.map((row) => ({ ...row, disposition: "remove", principalId: "q" })),
      ],
      conversions: [...planned.conversions, { state: "removed", key: { ...KEY, principalId: "q" } }],
      before: { ...planned.before, assigned: [...planned.before.assigned, { ...HELD, principalId: "q" }] },
      watchdog: { count: 1, violations: [{ ...KEY, principalId: "q", kind: "noAccess" }] },
    };
    expect(brokenIn(removal)).toEqual([]);
    const other = { count: 1, violations: [{ ...KEY, principalId: "o", kind: "noAccess" }] } as const;
    expect(brokenIn({ ...removal, watchdog: other }).join()).toContain("without access");
    expect(brokenIn({ ...removal, conversions: planned.conversions }).join()).toContain("Every removal");
  });

  const good = goodEvidence();
  const { after } = good;
  const wider: HeldRow = { ...HELD, directoryScopeId: "/administrativeUnits/u" };
  const manifest: readonly ManifestRow[] = [...good.manifest, ...good.manifest];
  test.each<[string, Partial<Evidence>, string]>([
    ["one that was not converted", { manifest }, "Every conversion of the manifest is converted"],
    ["another scope", { after: { ...after, eligible: [wider] } }, "The tenant holds eligible access"],
    ["access that still stands", { after: { ...after, assigned: [...after.assigned, HELD] } }, "standing"],
    ["an emergency account that is gone", { after: { ...after, assigned: [APPLICATION] } }, "Emergency"],
    ["an application that is gone", { after: { ...after, assigned: [BREAK_GLASS] } }, "Service principals"],
    ["an activation that is gone", { after: { ...after, activated: [] } }, "Activations"],
    [
      "a row that nobody asked for",
      { after: { ...after, eligible: [HELD, BREAK_GLASS] } },
      "Everything else",
    ],
    ["a ledger that was changed", { ledger: { entryCount: 9, isWhole: false } }, "ledger"],
    [
      "a moment without access",
      { watchdog: { count: 1, violations: [{ ...KEY, kind: "noAccess" }] } },
      "without access",
    ],
  ])("see %s", (_what, change, expected) => {
    expect(brokenIn({ ...good, ...change }).join("; ")).toContain(expected);
  });
});

test("the table of roles fits 80 columns, whatever the role is called", () => {
  const name = "Authentication Extensibility Password Administrator";
  const roleDefinitionId = "r";
  const assignment = {
    id: "a",
    roleAssignmentScheduleId: "s",
    roleAssignmentOriginId: null,
    ...KEY,
    roleDefinitionId,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
  } as const;
  const before = { assignments: Array.from({ length: 1234 }, () => assignment), eligibilities: [] };
  const after = { assignments: [assignment], eligibilities: [] };
  const lines = roleTable(before, after, new Map([[roleDefinitionId, name]])).map(stripVTControlCharacters);
  expect(lines[2]).toContain("1234 → 1     0 → 0");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(78);
});

describe("the demo's options", () => {
  test("have defaults that need no typing", () => {
    expect(readDemoArguments([])).toEqual({
      ok: true,
      options: { isOnce: false, admins: 400, seed: 7, keepsData: false },
    });
  });

  test("are refused with every mistake", () => {
    expect(readDemoArguments(["--admins", "many", "--seed=-1"])).toMatchObject({
      ok: false,
      mistakes: [expect.stringContaining("--admins"), expect.stringContaining("--seed")],
    });
    expect(readDemoArguments(["--twice"])).toMatchObject({ ok: false });
  });
});

describe("a process that is started", () => {
  const file = new URL("../standdown.mjs", import.meta.url);

  test("and ends instead says what it wrote", async () => {
    const start = startProcess({ name: "it", file, args: ["no-such-command"] });
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(/unknown command/);
  });

  test("is given up when nobody wants it any more", async () => {
    const start = startProcess({ name: "it", file, args: ["--help"], signal: AbortSignal.abort() });
    await expect(start).rejects.toThrow(StartError);
  });
});
