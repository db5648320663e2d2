import { stripVTControlCharacters } from "node:util";
import type { RolloutDocument } from "@standdown/contracts";
import { NO_CONVERSIONS } from "@standdown/domain";
import { expect, test } from "vitest";
import { whatIfLines } from "./what-if.ts";

const WAVE: RolloutDocument["waves"][number] = {
  position: 0,
  name: "everybody-else",
  state: "pending",
  direction: "forward",
  counts: NO_CONVERSIONS,
  concurrencyMax: 8,
  failureBudgetCount: 2,
  failuresAccepted: 0,
  soakMs: 0,
  soakUntil: null,
  approvalMinimum: 2,
};

test("the table of waves fits 80 columns, approvals and all", () => {
  const lines = whatIfLines({ waves: [WAVE, { ...WAVE, position: 1 }] }, []).map(stripVTControlCharacters);
  expect(lines.join("\n")).toContain("after the one before, 2 approvals");
  expect(lines.filter((line) => line.length > 78)).toEqual([]);
});
