import { beforeEach, describe, expect, test } from "vitest";
import type { Schedule } from "../state/schedule.ts";
import { objectsAt } from "../testing/json.ts";
import type { SignIn } from "../authority/issue.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab, grantOf } from "../testing/lab.ts";

const ROLES = "/roleManagement/directory";
const REQUESTS = `${ROLES}/roleAssignmentScheduleRequests`;

let lab: Lab;
let eligible: Schedule;

beforeEach(async () => {
  lab = await createLab();
  const [id = ""] = lab.facts.onlyEligibleIds;
  const [found] = lab.tenant.schedules.ofPrincipal("eligibility", id).values();
  if (found === undefined) throw new Error("No one is only eligible.");
  eligible = found;
});

function rule(id: string): string {
  return `/role-settings/${eligible.roleDefinitionId}/rules/${id}`;
}

async function act(
  action: string,
  more: Record<string, unknown> = {},
  signIn: Partial<SignIn> = { isMfa: true },
): Promise<Answer> {
  const token = await lab.signIn(eligible.principalId, signIn);
  const scheduleInfo = { expiration: { type: "afterDuration", duration: "PT1H" } };
  const time = action === "selfDeactivate" ? {} : { scheduleInfo };
  const body = { action, justification: "Work to do", ...time, ...grantOf(eligible), ...more };
  return lab.graph("POST", REQUESTS, body, { accessToken: token });
}

function failedRules(answer: Answer): unknown {
  return /failed: (?<rules>\[.*\])$/u.exec(String(Reflect.get(answer.body["error"] ?? {}, "message")))
    ?.groups?.["rules"];
}

describe("a person who is signed in", () => {
  test("activates what they are eligible for and ends it again", async () => {
    const activated = await act("selfActivate");
    expect([activated.status, activated.body["status"]]).toEqual([201, "Provisioned"]);
    expect(activated.body["createdBy"]).toMatchObject({ user: { id: eligible.principalId } });
    await lab.pass("PT5M");
    expect((await act("selfDeactivate")).body["status"]).toBe("Revoked");
    expect(lab.tenant.schedules.ofPrincipal("assignment", eligible.principalId).size).toBe(0);
  });

  test("needs a second factor where the role's settings ask for it", async () => {
    const bare = await act("selfActivate", { justification: null }, { isMfa: false });
    expect(failedRules(bare)).toBe('["JustificationRule","MfaRule"]');
    await lab.control("PATCH", rule("Enablement_EndUser_Assignment"), { enabledRules: ["Ticketing"] });
    expect(failedRules(await act("selfActivate", {}, {}))).toBe('["TicketingRule"]');
    const ticketInfo = { ticketNumber: "CHG1", ticketSystem: "ITSM" };
    expect((await act("selfActivate", { ticketInfo }, {})).status).toBe(201);
  });

  test("needs the authentication context that the role's settings name, and is told which", async () => {
    await lab.control("PATCH", rule("Enablement_EndUser_Assignment"), { enabledRules: ["Justification"] });
    const context = { isEnabled: true, claimValue: "c1" };
    await lab.control("PATCH", rule("AuthenticationContext_EndUser_Assignment"), context);
    const bare = await act("selfActivate", {}, { acrs: ["c2"] });
    expect([bare.status, bare.body["error"]]).toMatchObject([
      400,
      {
        code: "RoleAssignmentRequestAcrsValidationFailed",
        message:
          "&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3Atrue%2C%20%22value%22%3A%22c1%22%7D%7D%7D",
      },
    ]);
    expect((await act("selfActivate", {}, { acrs: ["c1"] })).status).toBe(201);
  });

  test("in the portal steps up when the role's settings ask for it", async () => {
    const context = { isEnabled: true, claimValue: "c1" };
    await lab.control("PATCH", rule("AuthenticationContext_EndUser_Assignment"), context);
    expect((await lab.control("POST", "/activations", grantOf(eligible))).status).toBe(201);
  });

  test("asks for nobody else, and for nothing that administrators do", async () => {
    const [other = ""] = lab.facts.breakGlassIds;
    expect(codeOf(await act("selfActivate", { principalId: other }))).toBe("InsufficientPermissions");
    expect(codeOf(await act("adminAssign"))).toBe("InsufficientPermissions");
    const token = await lab.signIn(eligible.principalId);
    const plain = await lab.graph("POST", `${ROLES}/roleAssignments`, grantOf(eligible), {
      accessToken: token,
    });
    expect(codeOf(plain)).toBe("Authorization_RequestDenied");
  });

  test("lists what others hold only with a role that lets them", async () => {
    const lists = [
      "roleAssignmentSchedules",
      "roleEligibilityScheduleInstances",
      "roleAssignmentScheduleRequests",
    ];
    const [breakGlass = ""] = lab.facts.breakGlassIds;
    const [person, administrator] = [await lab.signIn(eligible.principalId), await lab.signIn(breakGlass)];
    for (const list of lists) {
      const refused = await lab.graph("GET", `${ROLES}/${list}`, undefined, { accessToken: person });
      expect([refused.status, codeOf(refused)]).toEqual([403, "InsufficientPermissions"]);
      expect(
        (await lab.graph("GET", `${ROLES}/${list}`, undefined, { accessToken: administrator })).status,
      ).toBe(200);
    }
  });

  test("is who /me says; an application has no self", async () => {
    const token = await lab.signIn(eligible.principalId);
    const me = await lab.graph("GET", "/me?$select=id,displayName", undefined, { accessToken: token });
    expect(me.body).toMatchObject({
      id: eligible.principalId,
      displayName: lab.tenant.directory.user(eligible.principalId)?.displayName,
    });
    const application = await lab.graph("GET", "/me");
    expect([application.status, codeOf(application)]).toEqual([400, "BadRequest"]);
  });

  test("cannot be somebody who is not there", async () => {
    const answer = await lab.control("POST", "/tokens", { userId: lab.facts.callerId });
    expect(answer.status).toBe(404);
  });
});

describe("filterByCurrentUser", () => {
  const collections = [
    ["roleAssignmentSchedules", "unifiedRoleAssignmentSchedule"],
    ["roleAssignmentScheduleInstances", "unifiedRoleAssignmentScheduleInstance"],
    ["roleEligibilitySchedules", "unifiedRoleEligibilitySchedule"],
    ["roleEligibilityScheduleInstances", "unifiedRoleEligibilityScheduleInstance"],
    ["roleAssignmentScheduleRequests", "unifiedRoleAssignmentScheduleRequest"],
  ] as const;

  test.each(collections)("of %s shows what is one's own, typed", async (name, typeName) => {
    await act("selfActivate");
    const token = await lab.signIn(eligible.principalId);
    const path = `${ROLES}/${name}/filterByCurrentUser(on='principal')`;
    const answer = await lab.graph("GET", path, undefined, { accessToken: token });
    expect(answer.body["@odata.context"]).toMatch(new RegExp(`#Collection\\(${typeName}\\)$`, "u"));
    const rows = objectsAt(answer.body, "value");
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({
        "@odata.type": `#microsoft.graph.${typeName}`,
        principalId: eligible.principalId,
      });
    }
    const filtered = await lab.graph("GET", `${path}?$filter=roleDefinitionId eq 'x'`, undefined, {
      accessToken: token,
    });
    expect(filtered.body["value"]).toEqual([]);
  });

  test("takes only the parts that are documented for the collection", async () => {
    const token = await lab.signIn(eligible.principalId);
    await act("selfActivate");
    const ask = async (name: string, on: string): Promise<Answer> =>
      lab.graph("GET", `${ROLES}/${name}/filterByCurrentUser(on='${on}')`, undefined, { accessToken: token });
    const created = await ask("roleAssignmentScheduleRequests", "createdBy");
    expect(objectsAt(created.body, "value")).toHaveLength(1);
    expect((await ask("roleAssignmentScheduleRequests", "approver")).body["value"]).toEqual([]);
    expect((await ask("roleAssignmentSchedules", "createdBy")).status).toBe(400);
    expect((await ask("roleAssignments", "principal")).status).toBe(404);
  });

  test("is for people only", async () => {
    const path = `${ROLES}/roleAssignmentSchedules/filterByCurrentUser(on='principal')`;
    const answer = await lab.graph("GET", path);
    expect([answer.status, codeOf(answer)]).toEqual([403, "InsufficientPermissions"]);
  });
});
