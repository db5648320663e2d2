import { stripVTControlCharacters } from "node:util";
import type { RolloutDocument } from "@standdown/contracts";
import { NO_CONVERSIONS, NO_SETTINGS } from "@standdown/domain";
import { describe, expect, test } from "vitest";
import { rolloutLines } from "./show.ts";

const WAVE: RolloutDocument["waves"][number] = {
  position: 0,
  name: "everybody-else",
  state: "running",
  direction: "back",
  counts: { ...NO_CONVERSIONS, pending: 1234, converted: 1234 },
  settings: NO_SETTINGS,
  concurrencyMax: 8,
  failureBudgetCount: 2,
  failuresAccepted: 0,
  soakMs: 0,
  soakUntil: null,
  approvalMinimum: 0,
  mutesAssignmentMails: false,
};

describe("a rollout that is shown", () => {
  test("is called as the live display calls it while it goes back, and when it went back", () => {
    const lines = linesOf({ state: "running", direction: "forward", waves: [WAVE] });
    expect(lines[0]).toBe("remaining  running");
    expect(lines.at(-1)).toMatch(/^everybody-else {2}rolling back {2}/);
    expect(linesOf({ state: "running", direction: "back" })[0]).toBe("remaining  rolling back");
    expect(linesOf({ state: "rolledBack", direction: "back" })[0]).toBe("remaining  rolled back");
  });

  test("has a table of waves that fits 80 columns", () => {
    for (const line of linesOf({ waves: [WAVE] }).slice(-3)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("tells a problem without the place that it does not have", () => {
    const problems = [
      { pointer: "", code: "tenantNotReadable", message: "the tenant could not be read" },
      { pointer: "/spec/waves/0", code: "unknownGroup", message: "there is no such group" },
    ];
    expect(linesOf({ problems }).slice(-2)).toEqual([
      "problem   the tenant could not be read",
      "problem   /spec/waves/0: there is no such group",
    ]);
  });

  test("says how many must still approve it, and who can't", () => {
    const signed = {
      wavePosition: null,
      digest: "d",
      decision: "approve",
      approver: "bob",
      reason: "",
      at: "2026-11-23T12:00:00Z",
      isVoid: false,
    } as const;
    const planned = { state: "planned", manifestDigest: "d", approvalMinimum: 3 } as const;
    expect(linesOf({ ...planned, approvals: [signed] })).toContain(
      "missing   2 approvals, by anybody but ada, bob",
    );
    const voided = linesOf({ ...planned, approvals: [{ ...signed, isVoid: true }] });
    expect(voided).toContain("approve   bob, 2026-11-23T12:00:00Z (void)");
    expect(voided).toContain("missing   3 approvals, by anybody but ada");
  });

  test("says in which waves mails are muted, and that two people must approve that", () => {
    const muting = { ...WAVE, mutesAssignmentMails: true };
    const lines = linesOf({ waves: [muting, WAVE, { ...muting, name: "last" }] });
    const at = lines.indexOf("mails     none about assignments while everybody-else, last run:");
    expect(lines[at + 1]).toBe("          at least 2 people must approve");
    expect(linesOf({ waves: [WAVE] }).join("\n")).not.toContain("mails");
  });
});

function linesOf(what: Partial<RolloutDocument>): string[] {
  const shown: Omit<RolloutDocument, "plan"> = {
    id: "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d",
    name: "remaining",
    tenantId: "t",
    state: "aborted",
    direction: "forward",
    author: "ada",
    createdAt: "2026-11-23T12:00:00Z",
    planDigest: "p",
    inventoryId: "i",
    manifestDigest: null,
    problems: [],
    approvals: [],
    approvalMinimum: 1,
    driftCheck: null,
    startedAt: null,
    holds: [],
    waves: [],
    ...what,
  };
  return rolloutLines(shown).map(stripVTControlCharacters);
}
