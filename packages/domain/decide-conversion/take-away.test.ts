import { expect, test } from "vitest";
import {
  decideConversion,
  freshStep,
  GLOBAL_ADMINISTRATOR,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type Conversion,
  type Observation,
} from "@standdown/domain";
import { standingRow } from "../testing/standing-row.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const KEY = { principalId: "p", roleDefinitionId: "r", directoryScopeId: "/", appScopeId: null };

const REMOVAL: Conversion = {
  id: "c",
  rolloutId: "o",
  tenantId: "t",
  wavePosition: 0,
  key: KEY,
  disposition: "remove",
  state: "converting",
  direction: "forward",
  beforeImage: {
    readAt: "2026-06-01T00:00:00Z",
    origin: "outsidePim",
    roleAssignmentScheduleId: "s",
    startDateTime: null,
    endDateTime: null,
    principalType: "user",
    principalName: "p",
    roleName: "R",
    scopeName: "tenant",
  },
  term: { type: "none" },
  justification: "why",
  ticketInfo: { ticketNumber: "1", ticketSystem: "s" },
  steps: {
    grant: freshStep("grant"),
    remove: freshStep("remove"),
    restore: freshStep("restore"),
    revoke: freshStep("revoke"),
  },
  madeScheduleIds: [],
  isStopping: false,
  emergencyAccess: { principalIds: ["glass1", "glass2"], minimumStanding: 2 },
};

function standing(overrides: Partial<AssignmentInstance> = {}): AssignmentInstance {
  return standingRow({ ...KEY, id: "s", ...overrides });
}

function decide(
  overrides: Partial<Conversion>,
  assignments: readonly AssignmentInstance[],
  holders: Observation["holders"] = null,
) {
  return decideConversion({
    conversion: { ...REMOVAL, ...overrides },
    observed: {
      access: {
        readAt: NOW.toISOString(),
        principal: { ...NOTHING_KNOWN, id: "p", type: "user" },
        assignments,
        eligibilities: [],
        roleAssignments: assignments,
      },
      holders,
      requests: null,
    },
    now: NOW,
    timing: { proofIntervalMs: 10_000, minimumAgeMs: 300_000 },
    clientRequestId: "id",
  });
}

const globalAdministrator = (principalId: string, directoryScopeId = "/") =>
  standing({ principalId, roleDefinitionId: GLOBAL_ADMINISTRATOR, directoryScopeId });

test("standing access is taken away without anything being granted first", () => {
  expect(decide({}, [standing()])).toMatchObject({ do: "send", step: { name: "remove" }, isRescue: false });
});

test("an emergency access account is never touched, whatever the manifest says", () => {
  const key = { ...KEY, principalId: "glass1" };
  expect(decide({ key }, [standing({ principalId: "glass1" })])).toMatchObject({
    do: "end",
    move: { to: "failed", code: "emergencyAccess" },
  });
});

test("access that somebody gave an end meanwhile is left as it is", () => {
  expect(decide({}, [standing({ endDateTime: "2027-01-01T00:00:00Z" })])).toMatchObject({
    do: "end",
    move: { to: "skipped", code: "changedMeanwhile" },
  });
});

test("an activation that is in use is waited for", () => {
  const endDateTime = "2026-06-01T16:00:00Z";
  const activation = standing({ id: "a", assignmentType: "Activated", endDateTime });
  expect(decide({}, [standing(), activation])).toMatchObject({
    do: "wait",
    until: endDateTime,
    reason: "activationInProgress",
  });
});

test("a Global Administrator is taken away only while enough emergency access accounts are seen to stand, for the whole tenant", () => {
  const key = { ...KEY, roleDefinitionId: GLOBAL_ADMINISTRATOR };
  const assignments = [globalAdministrator("p")];
  expect(decide({ key }, assignments)).toEqual({ do: "readHolders" });
  for (const others of [[], [globalAdministrator("glass2", "/administrativeUnits/unit")]]) {
    const holders = [globalAdministrator("p"), globalAdministrator("glass1"), ...others];
    expect(decide({ key }, assignments, holders)).toMatchObject({
      do: "end",
      move: { to: "quarantined", code: "floorReached" },
    });
  }
  expect(
    decide({ key }, assignments, [
      globalAdministrator("p"),
      globalAdministrator("glass1"),
      globalAdministrator("glass2"),
    ]),
  ).toMatchObject({
    do: "send",
  });
});
