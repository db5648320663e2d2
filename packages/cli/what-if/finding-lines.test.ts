import { expect, test } from "vitest";
import { findingLines } from "./finding-lines.ts";

test("each kind is one line with its number, followed by its first findings in their own words", () => {
  const mfa = { guard: "activationReadiness", code: "mfaUnknown" } as const;
  const tier = { guard: "tierZero", code: "tierZeroNotConfirmed" } as const;
  expect(
    findingLines([
      { ...tier, count: 12, message: "a role can take over the tenant" },
      { ...mfa, count: 1, message: "Ann" },
      { ...mfa, count: 1, message: "Bob" },
      { ...mfa, count: 30, message: "30 more" },
    ]),
  ).toEqual([
    "  12  tierZero: tierZeroNotConfirmed",
    "     a role can take over the tenant",
    "  32  activationReadiness: mfaUnknown",
    "     Ann",
    "     Bob",
    "     …",
  ]);
  expect(findingLines([])).toEqual([]);
});
