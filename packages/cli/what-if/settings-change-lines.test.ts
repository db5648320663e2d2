import { stripVTControlCharacters } from "node:util";
import type { RuleChangeDocument } from "@standdown/contracts";
import { expect, test } from "vitest";
import { settingsChangeLines, type RoleSettingsForecast } from "./settings-change-lines.ts";

const duration = (maximumDuration: string): RuleChangeDocument["from"] => ({
  kind: "expiration",
  id: "Expiration_EndUser_Assignment",
  isExpirationRequired: true,
  maximumDuration,
});
const change = (from: string, to: string, effect: RuleChangeDocument["effect"]): RuleChangeDocument => ({
  ruleId: "Expiration_EndUser_Assignment",
  from: duration(from),
  to: duration(to),
  effect,
});
const role = (roleName: string, what: Partial<RoleSettingsForecast>): RoleSettingsForecast => ({
  roleName,
  rules: [],
  kept: [],
  ...what,
});

test("what is loosened comes first and is loud, roles with the same changes are told together, what is kept is said", () => {
  const tightened = { rules: [change("PT10H", "PT8H", "tightening")] };
  const lines = settingsChangeLines([
    ...["A", "B", "C", "D", "E"].map((name) => role(name, tightened)),
    role("Kept", { kept: [change("PT4H", "PT8H", "loosening")] }),
    role("Loosened", { rules: [change("PT4H", "PT8H", "loosening")] }),
    role("Alike", {}),
  ]);
  expect(lines.map(stripVTControlCharacters)).toEqual([
    "settings  of 8 roles, 1 of them as the plan wants them already",
    "          1 rule LOOSENED",
    "",
    "Loosened",
    "  LOOSENS   activation: duration                 at most 4 h -> at most 8 h",
    "",
    "A, B, C and 2 other roles",
    "  tightens  activation: duration                 at most 10 h -> at most 8 h",
    "",
    "Kept",
    "  kept      activation: duration                 at most 4 h, which is stricter than at most 8 h",
  ]);
});

test("a plan that sets none has no such part", () => {
  expect(settingsChangeLines([])).toEqual([]);
});
