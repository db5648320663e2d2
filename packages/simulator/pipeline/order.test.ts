import { beforeEach, describe, expect, test } from "vitest";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Grant, Schedule } from "../state/schedule.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding, grantOf, NO_END } from "../testing/lab.ts";

let lab: Lab;
let row: Schedule;
let grant: Grant;

beforeEach(async () => {
  lab = await createLab();
  row = findStanding(lab, (candidate) => candidate.directoryScopeId === "/");
  grant = grantOf(row);
});

const LATER = { scheduleInfo: { ...NO_END, startDateTime: "2026-10-06T08:00:00Z" } };
const MALFORMED = { scheduleInfo: { expiration: { type: "afterDuration", duration: "P6M" } } };
const NOBODY = "00000000-0000-4000-8000-000000000000";

/** The code and the beginning of the message of what was refused. */
function told(answer: Answer): string {
  const { error } = answer.body;
  return `${String(codeOf(answer))}: ${String(Reflect.get(error ?? {}, "message"))}`;
}

/** Takes the role from every active Global Administrator but one. */
async function leaveOne(principalId: string): Promise<void> {
  for (const holder of lab.tenant.activeGlobalAdministrators()) {
    if (holder.principalId === principalId) continue;
    const path = `/roleManagement/directory/roleAssignments/${holder.instanceId}`;
    expect((await lab.graph("DELETE", path)).status).toBe(204);
  }
}

async function becomeGlobalAdministrator(principalId: string): Promise<Grant> {
  const made: Grant = {
    principalId,
    roleDefinitionId: GLOBAL_ADMINISTRATOR,
    directoryScopeId: "/",
    appScopeId: null,
  };
  expect((await lab.request("assignment", "adminAssign", made)).status).toBe(201);
  return made;
}

describe("of two reasons to refuse a request the earlier one is the answer:", () => {
  test("permission before licence", async () => {
    await lab.control("POST", "/licence", { premium: false });
    await lab.control("PUT", "/permissions", { granted: ["User.Read.All"] });
    const token = await lab.applicationToken();
    const path = "/roleManagement/directory/roleAssignmentScheduleRequests";
    expect(told(await lab.graph("POST", path, {}, { accessToken: token }))).toMatch(
      /^PermissionScopeNotGranted/u,
    );
  });

  test("permission by what is asked for before licence", async () => {
    await lab.control("POST", "/licence", { premium: false });
    const granted = ["RoleAssignmentSchedule.Remove.Directory"];
    await lab.control("PUT", "/permissions", { granted });
    const token = await lab.applicationToken();
    const path = "/roleManagement/directory/roleAssignmentScheduleRequests";
    const assign = await lab.graph("POST", path, { action: "adminAssign" }, { accessToken: token });
    expect(told(assign)).toMatch(/^PermissionScopeNotGranted/u);
    const remove = await lab.graph("POST", path, { action: "adminRemove" }, { accessToken: token });
    expect(told(remove)).toMatch(/^AadPremiumLicenseRequired/u);
  });

  test("licence before the shape of the body", async () => {
    await lab.control("POST", "/licence", { premium: false });
    const answer = await lab.request("eligibility", "adminAssign", grant, MALFORMED);
    expect(told(answer)).toMatch(/^AadPremiumLicenseRequired/u);
  });

  test("the shape of the body before who is not known", async () => {
    const unknown = { ...grant, principalId: NOBODY };
    const answer = await lab.request("eligibility", "adminAssign", unknown, MALFORMED);
    expect(told(answer)).toMatch(/^InvalidRoleAssignmentRequest:/u);
    expect(told(await lab.request("eligibility", "adminAssign", unknown))).toMatch(/^SubjectNotFound/u);
  });

  test("who is not known before what is pending", async () => {
    await lab.request("eligibility", "adminAssign", grant, LATER);
    await lab.control("DELETE", `/users/${grant.principalId}`);
    expect(told(await lab.request("eligibility", "adminAssign", grant))).toMatch(/^SubjectNotFound/u);
  });

  test("what is pending before what is there already", async () => {
    await lab.request("eligibility", "adminAssign", grant, LATER);
    expect(lab.tenant.schedules.ofPrincipal("eligibility", grant.principalId).size).toBe(1);
    const answer = await lab.request("eligibility", "adminAssign", grant);
    expect(told(answer)).toMatch(/^PendingRoleAssignmentRequest/u);
  });

  test("what is there already before the role's settings", async () => {
    const answer = await lab.request("assignment", "adminAssign", grant, { justification: null });
    expect(told(answer)).toMatch(/^RoleAssignmentExists/u);
  });

  test("the role's settings before the five minutes", async () => {
    await lab.request("eligibility", "adminAssign", grant);
    await lab.request("assignment", "adminRemove", grant);
    await lab.request("assignment", "adminAssign", grant);
    const careless = await lab.request("assignment", "adminUpdate", grant, { justification: null });
    expect(told(careless)).toMatch(/^RoleAssignmentRequestPolicyValidationFailed.*JustificationRule/u);
    expect(told(await lab.request("assignment", "adminUpdate", grant))).toMatch(/^ActiveDurationTooShort/u);
  });

  test("the five minutes before the last Global Administrator", async () => {
    const last = await becomeGlobalAdministrator(grant.principalId);
    await leaveOne(grant.principalId);
    expect(told(await lab.request("assignment", "adminRemove", last))).toMatch(/^ActiveDurationTooShort/u);
    await lab.pass("PT5M");
    expect(told(await lab.request("assignment", "adminRemove", last))).toMatch(/last active Global/u);
  });

  test("the last Global Administrator before the caller's own role", async () => {
    const own = await becomeGlobalAdministrator(lab.facts.callerId);
    await lab.pass("PT5M");
    expect(told(await lab.request("assignment", "adminRemove", own))).toMatch(/Removing self/u);
    await leaveOne(lab.facts.callerId);
    expect(told(await lab.request("assignment", "adminRemove", own))).toMatch(/last active Global/u);
  });

  // No request is both: the caller's own role is about removals, the kind of principal about assignments. What comes
  // before it that an assignment can violate is the role's settings.
  test("the role's settings before the kind of principal", async () => {
    const rule = `/role-settings/${grant.roleDefinitionId}/rules/Enablement_Admin_Eligibility`;
    expect((await lab.control("PATCH", rule, { enabledRules: ["Justification"] })).status).toBe(204);
    const account = { ...grant, principalId: lab.facts.callerId };
    const careless = await lab.request("eligibility", "adminAssign", account, { justification: null });
    expect(told(careless)).toMatch(/JustificationRule/u);
    const careful = await lab.request("eligibility", "adminAssign", account);
    expect(told(careful)).toMatch(/Service principals cannot be made eligible/u);
  });

  test("the kind of principal before anything is stored", async () => {
    const account = { ...grant, principalId: lab.facts.callerId };
    const stored = (): number[] => [
      lab.tenant.requests.listed("eligibility", lab.epochAt).size,
      lab.tenant.schedules.ofPrincipal("eligibility", account.principalId).size,
    ];
    const before = stored();
    expect((await lab.request("eligibility", "adminAssign", account)).status).toBe(400);
    expect(stored()).toEqual(before);
  });
});

describe("the caller's own role of Global Administrator", () => {
  test("is not removed by the caller, by PIM or beside it, and is by somebody else", async () => {
    const own = await becomeGlobalAdministrator(lab.facts.callerId);
    await lab.pass("PT5M");
    const [held] = lab.tenant.schedules.ofPrincipal("assignment", lab.facts.callerId).values();
    const plain = `/roleManagement/directory/roleAssignments/${held?.instanceId ?? ""}`;
    for (const answer of [
      await lab.request("assignment", "adminRemove", own),
      await lab.graph("DELETE", plain),
    ]) {
      expect([answer.status, told(answer)]).toEqual([
        400,
        "Request_BadRequest: Removing self from Global Administrator built-in role is not allowed.",
      ]);
    }
    const [breakGlass = ""] = lab.facts.breakGlassIds;
    const other = await lab.signIn(breakGlass);
    const path = "/roleManagement/directory/roleAssignmentScheduleRequests";
    const removed = await lab.graph("POST", path, { action: "adminRemove", ...own }, { accessToken: other });
    expect(removed.status).toBe(201);
  });

  test("is not removed by a person who signed in either; another role of theirs is", async () => {
    const [breakGlass = ""] = lab.facts.breakGlassIds;
    const token = await lab.signIn(breakGlass);
    const path = "/roleManagement/directory/roleAssignmentScheduleRequests";
    const own = { principalId: breakGlass, roleDefinitionId: GLOBAL_ADMINISTRATOR, directoryScopeId: "/" };
    const answer = await lab.graph("POST", path, { action: "adminRemove", ...own }, { accessToken: token });
    expect(told(answer)).toMatch(/Removing self/u);
    const lesser = { ...grant, principalId: breakGlass };
    expect((await lab.request("assignment", "adminAssign", lesser)).status).toBe(201);
    await lab.pass("PT5M");
    const removed = await lab.graph(
      "POST",
      path,
      { action: "adminRemove", ...lesser },
      { accessToken: token },
    );
    expect(removed.status).toBe(201);
  });
});
