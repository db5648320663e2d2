import { stripVTControlCharacters } from "node:util";
import type { RoleSettingsChangeDocument, RuleChangeDocument } from "@standdown/contracts";
import { describe, expect, test } from "vitest";
import { settingsLines, settingsSummaryLines } from "./settings-lines.ts";
import { shownText } from "./terminal-text.ts";

const duration = (maximumDuration: string): RuleChangeDocument["from"] => ({
  kind: "expiration",
  id: "Expiration_EndUser_Assignment",
  isExpirationRequired: true,
  maximumDuration,
});
const required = (
  ...enabledRules: readonly ("MultiFactorAuthentication" | "Justification")[]
): RuleChangeDocument["from"] => ({
  kind: "enablement",
  id: "Enablement_EndUser_Assignment",
  enabledRules,
});
const DURATION: RuleChangeDocument = {
  ruleId: "Expiration_EndUser_Assignment",
  from: duration("PT10H"),
  to: duration("PT8H"),
  effect: "tightening",
};
const CHANGE: RoleSettingsChangeDocument = {
  id: "c",
  rolloutId: "r",
  wavePosition: 0,
  roleDefinitionId: "helpdesk",
  roleName: "Helpdesk Administrator",
  policyId: "p",
  pointer: "/spec/roleSettings/assign/0",
  state: "applied",
  direction: "forward",
  outcomeCode: null,
  outcomeDetail: null,
  wait: null,
  rules: [
    DURATION,
    {
      ruleId: "Enablement_EndUser_Assignment",
      from: required("MultiFactorAuthentication", "Justification"),
      to: required("Justification"),
      effect: "loosening",
    },
  ],
  kept: [],
  writtenRules: [],
  isMuted: false,
  write: null,
  readAt: null,
  conflicts: [],
};
const CONFLICT = {
  ruleId: "Expiration_EndUser_Assignment",
  expected: duration("PT8H"),
  found: duration("PT24H"),
} as const;

describe("the settings of a role", () => {
  test("are told rule by rule; what is loosened is loud, with and without colours", () => {
    const lines = settingsLines(CHANGE);
    expect(lines.map(stripVTControlCharacters)).toEqual([
      "Helpdesk Administrator  applied",
      "  tightens  activation: duration                 at most 10 h -> at most 8 h",
      "  LOOSENS   activation: required                 MFA, justification -> justification",
    ]);
  });

  test("say what the tenant keeps because it is stricter", () => {
    const kept = { ...DURATION, from: duration("PT4H"), to: duration("PT8H"), effect: "loosening" } as const;
    expect(linesOf({ rules: [], kept: [kept] }).at(-1)).toBe(
      "  kept      activation: duration                 at most 4 h, which is stricter than at most 8 h",
    );
  });

  test("say what somebody else changed, what is waited for, and that mails are muted", () => {
    const wait = { reason: "proof", until: "2026-11-23T12:00:10Z" } as const;
    const lines = linesOf({ state: "changing", direction: "back", wait, isMuted: true, rules: [] });
    expect(lines).toEqual([
      "Helpdesk Administrator  changing (back), waits for second read until 2026-11-23T12:00:10Z, mails about assignments are muted",
    ]);
    expect(
      linesOf({ state: "quarantined", outcomeCode: "changedByOthers", rules: [], conflicts: [CONFLICT] }),
    ).toEqual([
      "Helpdesk Administrator  quarantined, changedByOthers",
      "  conflict  activation: duration                 at most 1 day, where at most 8 h was expected",
    ]);
  });

  test("can neither steer the terminal nor make a line of their own with a name of the tenant", () => {
    const roleName = "Helpdesk\u001b[2J\u202e\nOther Role  applied";
    const [line = "", ...others] = linesOf({ roleName, rules: [] }).map(shownText);
    expect(others).toEqual([]);
    // oxlint-disable-next-line no-control-regex
    expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe("the settings of all roles", () => {
  test("are counted by state, and only what a person must look at is told", () => {
    const problem = {
      code: "MfaAndAcrsConflict",
      verdict: "never",
      status: 400,
      message: "Not both.",
      advice: "",
      retryAfterMs: null,
      requestId: null,
      clientRequestId: null,
    } as const;
    const write = {
      state: "failed",
      attempt: 1,
      rules: [],
      clientRequestId: "w",
      intendedAt: "2026-11-23T12:00:00Z",
      answeredAt: null,
      agreedAt: null,
      problem,
    } as const;
    const failed = { ...CHANGE, state: "failed", outcomeCode: "refused", roleName: "Reader", write } as const;
    const drifted = { ...CHANGE, roleName: "Writer", conflicts: [CONFLICT] };
    expect(settingsSummaryLines([CHANGE, failed, drifted]).map(stripVTControlCharacters)).toEqual([
      "settings  3 roles: 2 applied, 1 failed",
      "          Reader  failed, refused",
      "            problem   MfaAndAcrsConflict: Not both.",
      "          Writer  applied",
      "            conflict  activation: duration                 at most 1 day, where at most 8 h was expected",
    ]);
    expect(settingsSummaryLines([])).toEqual([]);
  });
});

function linesOf(what: Partial<RoleSettingsChangeDocument>): string[] {
  return settingsLines({ ...CHANGE, ...what }).map(stripVTControlCharacters);
}
