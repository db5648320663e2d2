import { expect, test } from "vitest";
import {
  endState,
  type AssignmentInstance,
  type ManifestEntry,
  type PrincipalAccess,
} from "@standdown/domain";
import { standingRow } from "./testing/standing-row.ts";

const KEY = { principalId: "ann", roleDefinitionId: "reader", directoryScopeId: "/", appScopeId: null };
const READ_AT = "2026-11-01T00:00:00.000Z";

const active = (id: string, more: Partial<AssignmentInstance> = {}): AssignmentInstance =>
  standingRow({ ...KEY, id, ...more });

const converted: ManifestEntry = {
  key: KEY,
  assignmentId: "standing",
  disposition: "convert",
  reason: "selected",
  detail: null,
  evidence: [],
  wavePosition: 0,
  beforeImage: {
    readAt: READ_AT,
    origin: "outsidePim",
    roleAssignmentScheduleId: "standing",
    startDateTime: null,
    endDateTime: null,
    principalType: "user",
    principalName: "ann",
    roleName: "Message Center Reader",
    scopeName: "tenant",
  },
};

const access = (assignments: readonly AssignmentInstance[]): PrincipalAccess => ({
  principalId: "ann",
  principal: null,
  mfaRegistration: null,
  roleAssignments: [{ ...KEY, id: "plain" }],
  assignments,
  eligibilities: [],
});

test("what is converted is eligible instead of active, for the plan's term", () => {
  const term = { type: "after", durationMs: 86_400_000 } as const;
  expect(endState(access([active("standing")]), [converted], term)).toMatchObject({
    roleAssignments: [],
    assignments: [],
    eligibilities: [
      { ...KEY, memberType: "Direct", startDateTime: READ_AT, endDateTime: "2026-11-02T00:00:00.000Z" },
    ],
  });
});

test("who is also active by an activation of the same access stays in the directory's own list", () => {
  const activation = active("activation", { assignmentType: "Activated", endDateTime: READ_AT });
  const after = endState(access([active("standing"), activation]), [converted], { type: "none" });
  expect(after.assignments).toEqual([activation]);
  expect(after.roleAssignments).toHaveLength(1);
  expect(after.eligibilities).toMatchObject([{ endDateTime: null }]);
});

test("what is kept, excluded or left to a person changes nothing", () => {
  const before = access([active("standing")]);
  for (const disposition of ["keep", "exclude", "review"] as const) {
    expect(endState(before, [{ ...converted, disposition }], { type: "none" })).toMatchObject(before);
  }
});
