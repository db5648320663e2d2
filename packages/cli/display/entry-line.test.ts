import type { LedgerEntryDocument } from "@standdown/contracts";
import { expect, test } from "vitest";
import { entryLine } from "./entry-line.ts";

const rule = {
  kind: "authenticationContext",
  id: "AuthenticationContext_EndUser_Assignment",
  isEnabled: false,
  claimValue: null,
} as const;
const ofRole = { changeId: "c", roleDefinitionId: "r" };
const write = {
  state: "intended",
  attempt: 1,
  rules: [rule],
  clientRequestId: "w",
  intendedAt: "2026-11-23T12:00:00Z",
  answeredAt: null,
  agreedAt: null,
  problem: null,
} as const;
const conflict = { ruleId: rule.id, expected: rule, found: { ...rule, isEnabled: true } };

test.each<[LedgerEntryDocument["fact"], string]>([
  [
    {
      kind: "roleSettings.stateChanged",
      ...ofRole,
      from: "changing",
      to: "failed",
      direction: "forward",
      code: "refused",
      detail: null,
    },
    "roleSettings.stateChanged  changing -> failed (refused)",
  ],
  [
    { kind: "roleSettings.writeChanged", ...ofRole, write },
    "roleSettings.writeChanged  activation: authentication context intended",
  ],
  [
    { kind: "roleSettings.checked", ...ofRole, conflicts: [conflict] },
    "roleSettings.checked  not as expected: activation: authentication context",
  ],
  [{ kind: "roleSettings.checked", ...ofRole, conflicts: [] }, "roleSettings.checked  as expected"],
])("the ledger tells settings of roles in words, with the role: %o", (fact, text) => {
  const entry: LedgerEntryDocument = {
    position: 7,
    hash: "0".repeat(64),
    rolloutId: "x",
    at: "2026-11-23T12:00:00Z",
    actor: "standdown",
    wavePosition: 0,
    conversionId: null,
    fact,
  };
  expect(entryLine(entry)).toBe(`     7  2026-11-23T12:00:00Z  standdown  ${text}  role r`);
});
