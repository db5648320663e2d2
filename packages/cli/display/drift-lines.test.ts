import { expect, test } from "vitest";
import { driftLines, driftRowLine, driftText } from "./drift-lines.ts";

const CHECK = {
  id: "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4d",
  inventoryId: "0d1f3b3e-7f4d-4b5e-9d1c-0d1f3b3e7f4e",
  approvedDigest: "a",
  orderedBy: "olga",
  orderedAt: "2026-11-23T12:00:00Z",
  reason: "now",
  state: "beyond",
  endedAt: "2026-11-23T12:00:05Z",
  counts: { added: 2, gone: 1, changed: 0, approved: 60, warned: 0, settings: 0 },
  currentDigest: "b",
  problems: [],
} as const;

test("a start that was not what was approved says so, with how much differs", () => {
  expect(driftLines(CHECK)).toEqual([
    "start     beyond: the tenant is not what was approved: the approvals are void, and the rollout is planned anew",
    "          2 added, 1 gone, 0 changed, of 60",
  ]);
});

test("warnings that nobody has signed are told with what differs", () => {
  const counts = { added: 0, gone: 0, changed: 0, approved: 60, settings: 0 };
  expect(driftText({ ...counts, warned: 1 })).toBe("0 added, 0 gone, 0 changed, of 60; 1 warning is new");
  expect(driftText({ ...counts, warned: 2 })).toBe("0 added, 0 gone, 0 changed, of 60; 2 warnings are new");
});

test("settings of roles that are not as they were approved are counted, and told one by one", () => {
  const message = "since it was approved, somebody has changed Reader, activation: duration";
  const problems = [{ pointer: "/spec/roleSettings/assign/0", code: "settingsChanged", message }];
  const lines = driftLines({ ...CHECK, counts: { ...CHECK.counts, settings: 1 }, problems });
  expect(lines.slice(1)).toEqual([
    "          2 added, 1 gone, 0 changed, of 60; 1 rule of role settings is another one",
    `problem   /spec/roleSettings/assign/0: ${message}`,
  ]);
});

test("a tenant that could not be read says why", () => {
  const problems = [{ pointer: "", code: "serviceNotAvailable", message: "Not now." }];
  const failed = { ...CHECK, state: "failed", counts: null, currentDigest: null, problems } as const;
  expect(driftLines(failed).at(-1)).toBe("problem   Not now.");
});

test("a row says who, what, where, and what it was and is", () => {
  const approved = {
    disposition: "convert",
    reason: "selected",
    detail: null,
    wavePosition: 1,
    origin: "outsidePim",
    endDateTime: null,
  } as const;
  const current = {
    ...approved,
    disposition: "keep",
    reason: "timeBound",
    wavePosition: null,
    endDateTime: "2027-01-01",
  } as const;
  const row = {
    kind: "changed",
    key: { principalId: "p", roleDefinitionId: "r", directoryScopeId: "/", appScopeId: null },
    principalName: "Ann",
    roleName: "Reader",
    scopeName: "tenant",
    approved,
    current,
  } as const;
  expect(driftRowLine(row)).toBe(
    "changed   Ann, Reader, tenant: convert (selected, outsidePim, wave 2) -> keep (timeBound, outsidePim, until 2027-01-01)",
  );
  expect(driftRowLine({ ...row, kind: "gone", current: null })).toBe(
    "gone      Ann, Reader, tenant: convert (selected, outsidePim, wave 2)",
  );
});
