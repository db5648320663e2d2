import { approvalRule } from "../testing/approval-rule.ts";
import { standingRow } from "../testing/standing-row.ts";
import { describe, expect, it } from "vitest";
import type { AssignmentInstance } from "../access.ts";
import { endState, type EndState } from "../end-state.ts";
import { NO_ROWS, type TenantFacts } from "../inventory.ts";
import type { ManifestEntry, ManifestWave } from "../manifest.ts";
import { NOTHING_KNOWN, type PrincipalType } from "../principal.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import { forecastDuration, forecastWave, type WaveLoad } from "./forecast-duration.ts";
import { SeatFold } from "./forecast-seats.ts";

const TIMING = { proofIntervalMs: 10_000, minimumAgeMs: 300_000 };
const EACH_MS = 16_000;
const WAVE: ManifestWave = {
  position: 0,
  name: "broad",
  principalCount: 1,
  conversionCount: 1,
  concurrencyMax: 250,
  failureBudgetCount: 0,
  soakMs: 0,
  approvalMinimum: 0,
  mutesAssignmentMails: false,
};

function load(conversionCount: number, more: Partial<WaveLoad> = {}): WaveLoad {
  const writeCount = 2 * conversionCount;
  return { conversionCount, writeCount, largestPrincipalCount: 1, hasYoungAccess: false, ...more };
}

describe("the time of a wave", () => {
  it("is that of its writes where so many go at once that the budget ends first", () => {
    const wave = { ...WAVE, concurrencyMax: 10_000 };
    expect(forecastWave(load(30_000), wave, TIMING)).toEqual({ workMs: 3_000_000, limitedBy: "writeBudget" });
  });

  it("is that of its rounds where few go at once", () => {
    const wave = { ...WAVE, concurrencyMax: 2 };
    expect(forecastWave(load(5), wave, TIMING)).toEqual({ workMs: 3 * EACH_MS, limitedBy: "concurrency" });
  });

  it("is that of whoever has most, whose roles go one after the other", () => {
    const found = forecastWave(load(20, { largestPrincipalCount: 7 }), WAVE, TIMING);
    expect(found).toEqual({ workMs: 7 * EACH_MS, limitedBy: "largestPrincipal" });
  });

  it("is longer by Microsoft's minimum age where some access is too young, and nothing where nothing is moved", () => {
    expect(forecastWave(load(1, { hasYoungAccess: true }), WAVE, TIMING).workMs).toBe(EACH_MS + 300_000);
    expect(forecastWave(load(0), WAVE, TIMING)).toEqual({ workMs: 0, limitedBy: "nothing" });
  });

  it("adds up with quiet times to that of the rollout; approvals are counted apart", () => {
    const wave = { ...WAVE, workMs: 10, limitedBy: "concurrency", soakMs: 5, approvalMinimum: 1 } as const;
    const empty = { ...wave, conversionCount: 0, workMs: 0, approvalMinimum: 0 };
    expect(forecastDuration([wave, wave, empty], TIMING)).toMatchObject({
      workMs: 20,
      soakMs: 10,
      totalMs: 30,
      gateCount: 2,
    });
  });
});

const GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";
const LICENCE = {
  id: "l",
  skuPartNumber: "AAD_PREMIUM_P2",
  isForPim: true,
  isUsable: true,
  enabledUnits: 3,
  consumedUnits: 3,
};

function facts(more: Partial<TenantFacts>): TenantFacts {
  return { id: "i", tenantId: "t", readAt: "2026-06-01T00:00:00Z", ...NO_ROWS, licences: [LICENCE], ...more };
}

function someone(
  principalId: string,
  type: PrincipalType,
  more: Partial<PrincipalAccess> = {},
): PrincipalAccess {
  const principal = { id: principalId, type, ...NOTHING_KNOWN };
  const none = { roleAssignments: [], assignments: [], eligibilities: [], mfaRegistration: null };
  return { principalId, principal, ...none, ...more };
}

function row(principalId: string, roleDefinitionId: string, endDateTime: string | null) {
  return standingRow({ principalId, roleDefinitionId, endDateTime });
}

const NONE = { type: "none" } as const;

/** Everything that somebody holds, as it is. */
function asItIs(access: PrincipalAccess): EndState {
  return endState(access, [], NONE);
}

/** The same, all of it converted. */
function converted(access: PrincipalAccess): EndState {
  return endState(access, access.assignments.map(entryOf), NONE);
}

function entryOf(found: AssignmentInstance): ManifestEntry {
  return {
    key: found,
    assignmentId: found.id,
    disposition: "convert",
    reason: "selected",
    detail: null,
    evidence: [],
    wavePosition: 0,
    beforeImage: {
      readAt: "2026-06-01T00:00:00Z",
      origin: "pimPermanent",
      roleAssignmentScheduleId: found.roleAssignmentScheduleId,
      startDateTime: null,
      endDateTime: null,
      principalType: "user",
      principalName: "",
      roleName: "",
      scopeName: "",
    },
  };
}

describe("the seats that a rollout needs", () => {
  const ana = someone("ana", "user", { assignments: [row("ana", "r", null)] });
  const group = someone("group", "group", { assignments: [row("group", "r", null)] });
  const application = someone("app", "servicePrincipal", {
    assignments: [row("app", "r", "2027-01-01T00:00:00Z")],
  });
  const admin = someone("admin", "user", { assignments: [row("admin", GLOBAL_ADMINISTRATOR, null)] });
  const groupMembers = [
    { id: "group", userIds: ["ana", "bo"], groupIds: ["inner", "unread"], servicePrincipalIds: [] },
    { id: "inner", userIds: ["cy"], groupIds: ["group"], servicePrincipalIds: [] },
  ];

  it("count each person once: in person, through groups within groups, and as an approver", () => {
    const settings = { id: "p", policyId: "p", roleDefinitionId: "r" };
    const approvers = [
      { kind: "user", id: "ana" },
      { kind: "user", id: "dan" },
      { kind: "group", id: "inner" },
    ] as const;
    const fold = new SeatFold(
      facts({ groupMembers, roleSettings: [{ ...settings, rules: [approvalRule(approvers)] }] }),
    );
    for (const access of [ana, group]) fold.observe(converted(access));
    fold.observe(asItIs(application));
    fold.observe(asItIs(admin));
    expect(fold.conclude()).toEqual({
      neededCount: 4,
      approverOnlyCount: 1,
      guestCount: 0,
      seatCount: 3,
      missingCount: 1,
      unreadGroupCount: 1,
    });
  });

  it("count active administrators who approve because nobody is named, where the role is one that will be activated", () => {
    const settings = { id: "p", policyId: "p", roleDefinitionId: "r", rules: [approvalRule([])] };
    const roleSettings = [settings];
    const fold = new SeatFold(facts({ roleSettings }));
    fold.observe(converted(ana));
    fold.observe(asItIs(admin));
    expect(fold.conclude()).toMatchObject({ neededCount: 2, approverOnlyCount: 1 });
    const another = new SeatFold(facts({ roleSettings: [{ ...settings, roleDefinitionId: "other" }] }));
    another.observe(converted(ana));
    another.observe(asItIs(admin));
    expect(another.conclude()).toMatchObject({ neededCount: 1, approverOnlyCount: 0 });
  });

  it("are compared with licences that are for PIM and usable, and with no others", () => {
    const licences = [LICENCE, { ...LICENCE, isUsable: false }, { ...LICENCE, isForPim: false }];
    expect(new SeatFold(facts({ licences })).conclude()).toMatchObject({
      seatCount: 3,
      missingCount: 0,
    });
  });
});
