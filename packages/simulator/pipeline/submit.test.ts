import { beforeEach, describe, expect, test } from "vitest";
import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Grant, Schedule } from "../state/schedule.ts";
import { isSameGrant, isStanding } from "../state/schedule.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab, findStanding, grantOf, NO_END } from "../testing/lab.ts";

let lab: Lab;
let row: Schedule;

beforeEach(async () => {
  lab = await createLab();
  row = findStanding(lab, (candidate) => candidate.directoryScopeId === "/");
});

function rowsOf(side: Schedule["side"], grant: Grant): Schedule[] {
  return lab.tenant.schedules
    .ofPrincipalInRole(side, grant.principalId, grant.roleDefinitionId)
    .filter((candidate) => isSameGrant(candidate, grant));
}

describe("a request for a schedule", () => {
  test("makes eligible beside standing access, and the removal leaves the eligibility", async () => {
    const granted = await lab.request("eligibility", "adminAssign", row);
    expect(granted.status).toBe(201);
    expect(granted.body).toMatchObject({ status: "Provisioned", action: "adminAssign", ...grantOf(row) });
    expect(granted.body["targetScheduleId"]).toBe(granted.body["id"]);
    const removed = await lab.request("assignment", "adminRemove", row);
    expect(removed.status).toBe(201);
    expect(removed.body).toMatchObject({ status: "Revoked", scheduleInfo: null, targetScheduleId: null });
    expect(rowsOf("assignment", row)).toEqual([]);
    expect(rowsOf("eligibility", row)).toHaveLength(1);
    expect(lab.tenant.watchdog.violations).toEqual([]);
  });

  test("is refused on the side where the same is there already, and on no other", async () => {
    expect(codeOf(await lab.request("assignment", "adminAssign", row))).toBe("RoleAssignmentExists");
    expect((await lab.request("eligibility", "adminAssign", row)).status).toBe(201);
    expect(codeOf(await lab.request("eligibility", "adminAssign", row))).toBe("RoleAssignmentExists");
  });

  test("to remove or change what is not there is answered with 404", async () => {
    for (const action of ["adminRemove", "adminUpdate", "adminExtend"]) {
      const answer = await lab.request("eligibility", action, row);
      expect([answer.status, codeOf(answer)]).toEqual([404, "RoleAssignmentDoesNotExist"]);
    }
  });

  test("with a time that no calendar has is refused, and leaves nothing that could be listed", async () => {
    const until = { type: "afterDateTime", endDateTime: "9999-12-31T23:59:59Z" };
    const times = [
      { expiration: { type: "afterDuration", duration: "P99999999999D" } },
      { startDateTime: "9999-12-31T00:00:00Z", expiration: { type: "afterDuration", duration: "P365D" } },
    ];
    for (const scheduleInfo of times) {
      expect((await lab.request("eligibility", "adminAssign", row, { scheduleInfo })).status).toBe(400);
    }
    expect(rowsOf("eligibility", row)).toEqual([]);
    const last = await lab.request("eligibility", "adminAssign", row, {
      scheduleInfo: { expiration: until },
    });
    expect(last.status).toBe(201);
    const list = await lab.graph("GET", "/roleManagement/directory/roleEligibilitySchedules");
    expect(list.status).toBe(200);
  });

  test("with a value of another type than its own is refused, and does nothing", async () => {
    const wrongs: Record<string, unknown>[] = [
      { isValidationOnly: "true" },
      { justification: 5 },
      { action: ["adminAssign"] },
      { ticketInfo: "x" },
      { ticketInfo: { ticketNumber: 5 } },
      { scheduleInfo: { startDateTime: 5, expiration: { type: "noExpiration" } } },
      { scheduleInfo: { expiration: { type: "afterDuration", duration: 5 } } },
    ];
    for (const wrong of wrongs) {
      const answer = await lab.request("eligibility", "adminAssign", row, wrong);
      expect([answer.status, codeOf(answer)]).toEqual([400, "BadRequest"]);
    }
    expect(rowsOf("eligibility", row)).toEqual([]);
  });

  test("names a principal, a role and a scope that are known", async () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    const grant = grantOf(row);
    const tries = [
      [{ ...grant, principalId: unknown }, "SubjectNotFound"],
      [{ ...grant, roleDefinitionId: unknown }, "RoleNotFound"],
      [{ ...grant, directoryScopeId: `/administrativeUnits/${unknown}` }, "ResourceNotFound"],
    ] as const;
    for (const [wrong, code] of tries) {
      const answer = await lab.request("eligibility", "adminAssign", wrong);
      expect([answer.status, codeOf(answer)]).toEqual([404, code]);
    }
  });

  test.each([
    [
      "a duration in months",
      { expiration: { type: "afterDuration", duration: "P6M" } },
      "InvalidRoleAssignmentRequest",
    ],
    ["no schedule at all", undefined, "InvalidRoleAssignmentRequest"],
    [
      "an end before its start",
      { expiration: { type: "afterDateTime", endDateTime: "2020-01-01T00:00:00Z" } },
      "InvalidRoleAssignmentRequestSchedule",
    ],
    [
      "an end and a duration",
      { expiration: { type: "afterDateTime", endDateTime: "2030-01-01T00:00:00Z", duration: "PT1H" } },
      "InvalidRoleAssignmentRequestSchedule",
    ],
  ])("with %s is malformed", async (_what, scheduleInfo, code) => {
    const answer = await lab.request("eligibility", "adminAssign", row, { scheduleInfo });
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  test("may be written in any case and is echoed in the service's own, its past start rewritten", async () => {
    const answer = await lab.request("eligibility", "AdminAssign", row, {
      scheduleInfo: {
        startDateTime: "2022-04-10T00:00:00Z",
        expiration: { type: "AfterDuration", duration: "P30D" },
      },
    });
    expect(answer.body).toMatchObject({
      action: "adminAssign",
      scheduleInfo: {
        startDateTime: "2026-10-05T08:00:00Z",
        expiration: { type: "afterDuration", endDateTime: null, duration: "P30D" },
      },
    });
    const schedule = await lab.graph(
      "GET",
      `/roleManagement/directory/roleEligibilitySchedules/${String(answer.body["id"])}`,
    );
    expect(schedule.body["scheduleInfo"]).toMatchObject({
      expiration: { type: "afterDateTime", endDateTime: "2026-11-04T08:00:00Z", duration: null },
    });
  });

  test("that starts later is Granted, shows among the schedules only, blocks another, and can be cancelled", async () => {
    const answer = await lab.request("eligibility", "adminAssign", row, {
      scheduleInfo: { ...NO_END, startDateTime: "2026-10-06T08:00:00Z" },
    });
    expect(answer.body["status"]).toBe("Granted");
    const count = async (collection: string): Promise<unknown> => {
      const filter = `$filter=principalId eq '${row.principalId}' and roleDefinitionId eq '${row.roleDefinitionId}'`;
      const list = await lab.graph("GET", `/roleManagement/directory/${collection}?${filter}`);
      return Reflect.get(list.body["value"] ?? {}, "length");
    };
    expect(await count("roleEligibilitySchedules")).toBe(1);
    expect(await count("roleEligibilityScheduleInstances")).toBe(0);
    expect(codeOf(await lab.request("eligibility", "adminAssign", row))).toBe("PendingRoleAssignmentRequest");
    const path = `/roleManagement/directory/roleEligibilityScheduleRequests/${String(answer.body["id"])}`;
    expect((await lab.graph("POST", `${path}/cancel`)).status).toBe(204);
    expect((await lab.graph("GET", path)).body["status"]).toBe("Canceled");
    expect(await count("roleEligibilitySchedules")).toBe(0);
  });

  test("that starts later takes effect when its time has come", async () => {
    await lab.request("eligibility", "adminAssign", row, {
      scheduleInfo: { ...NO_END, startDateTime: "2026-10-06T08:00:00Z" },
    });
    await lab.pass("P1D");
    expect(rowsOf("eligibility", row)).toMatchObject([{ isInForce: true }]);
  });

  test("only for validation stores nothing", async () => {
    const answer = await lab.request("eligibility", "adminAssign", row, { isValidationOnly: true });
    expect([answer.status, answer.body["isValidationOnly"]]).toEqual([201, true]);
    expect(rowsOf("eligibility", row)).toEqual([]);
  });

  test("of an application cannot be for itself", async () => {
    const answer = await lab.request("assignment", "selfActivate", row);
    expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidRoleAssignmentRequest"]);
  });
});

describe("the settings of a role", () => {
  test("ask for a justification on the active side, and not for removals", async () => {
    await lab.request("eligibility", "adminAssign", row, { justification: null });
    expect((await lab.request("assignment", "adminRemove", row, { justification: null })).status).toBe(201);
    const answer = await lab.request("assignment", "adminAssign", row, { justification: " " });
    expect([answer.status, codeOf(answer)]).toEqual([400, "RoleAssignmentRequestPolicyValidationFailed"]);
    expect(JSON.stringify(answer.body)).toContain("JustificationRule");
  });

  test("bind once they were changed: no access without an end, and a reason", async () => {
    const rule = (id: string): string => `/role-settings/${row.roleDefinitionId}/rules/${id}`;
    await lab.control("PATCH", rule("Expiration_Admin_Eligibility"), { isExpirationRequired: true });
    await lab.control("PATCH", rule("Enablement_Admin_Eligibility"), { enabledRules: ["Justification"] });
    const answer = await lab.request("eligibility", "adminAssign", row, { justification: "" });
    expect(JSON.stringify(answer.body)).toContain(String.raw`[\"ExpirationRule\",\"JustificationRule\"]`);
    const fitting = await lab.request("eligibility", "adminAssign", row, {
      scheduleInfo: { expiration: { type: "afterDuration", duration: "P365D" } },
    });
    expect(fitting.status).toBe(201);
  });
});

describe("the five-minute rule", () => {
  test("holds a removal back until the active row is old enough, on both sides, and never an assignment", async () => {
    await lab.request("eligibility", "adminAssign", row);
    await lab.request("assignment", "adminRemove", row);
    expect((await lab.request("assignment", "adminAssign", row)).status).toBe(201);
    await lab.pass("PT4M59S");
    for (const side of ["assignment", "eligibility"] as const) {
      expect(codeOf(await lab.request(side, "adminRemove", row))).toBe("ActiveDurationTooShort");
    }
    await lab.pass("PT1S");
    expect((await lab.request("eligibility", "adminRemove", row)).status).toBe(201);
  });

  test("counts for the whole role, whatever the scope", async () => {
    const [unit] = lab.tenant.directory.all("administrativeUnit");
    await lab.request("assignment", "adminAssign", {
      ...grantOf(row),
      directoryScopeId: `/administrativeUnits/${unit?.id ?? ""}`,
    });
    expect(codeOf(await lab.request("assignment", "adminRemove", row))).toBe("ActiveDurationTooShort");
  });

  test("does not hold for rows that were there at the start", async () => {
    await lab.request("eligibility", "adminAssign", row);
    expect((await lab.request("assignment", "adminRemove", row)).status).toBe(201);
  });
});

describe("an update across the sides", () => {
  test("takes nothing along when the active access has an end, whatever the service does otherwise", async () => {
    await lab.control("POST", "/quirks", { crossSideDropOnUpdate: 1 });
    await lab.request("eligibility", "adminAssign", row);
    await lab.request("assignment", "adminUpdate", row, {
      scheduleInfo: { expiration: { type: "afterDuration", duration: "P10D" } },
    });
    await lab.request("eligibility", "adminUpdate", row);
    expect(rowsOf("assignment", row)).toHaveLength(1);
    expect(rowsOf("eligibility", row)).toHaveLength(1);
  });
});

describe("the last Global Administrator", () => {
  test("cannot be removed, by PIM or beside it", async () => {
    const holders = lab.tenant.activeGlobalAdministrators();
    const [last, ...others] = holders.filter(isStanding);
    for (const other of [...others, ...holders.filter((holder) => !isStanding(holder))]) {
      await lab.graph("DELETE", `/roleManagement/directory/roleAssignments/${other.instanceId}`);
    }
    expect(lab.tenant.activeGlobalAdministrators()).toHaveLength(1);
    const kept = grantOf(last ?? row);
    expect(kept.roleDefinitionId).toBe(GLOBAL_ADMINISTRATOR);
    expect((await lab.request("assignment", "adminRemove", kept)).status).toBe(400);
    const plain = `/roleManagement/directory/roleAssignments/${last?.instanceId ?? ""}`;
    expect((await lab.graph("DELETE", plain)).status).toBe(400);
    expect(lab.tenant.activeGlobalAdministrators()).toHaveLength(1);
  });
});

describe("principals that cannot be eligible", () => {
  test("a service principal is refused on the eligible side and taken on the active one", async () => {
    const grant = { ...grantOf(row), principalId: lab.facts.callerId };
    expect((await lab.request("eligibility", "adminAssign", grant)).status).toBe(400);
    expect((await lab.request("assignment", "adminAssign", grant)).status).toBe(201);
  });

  test("a group that cannot hold roles is refused, by PIM and beside it", async () => {
    const group = lab.tenant.directory
      .all("group")
      .find((object) => object.kind === "group" && !object.isAssignableToRole);
    const grant = { ...grantOf(row), principalId: group?.id ?? "" };
    const answer = await lab.request("eligibility", "adminAssign", grant);
    expect([answer.status, codeOf(answer)]).toEqual([400, "Request_BadRequest"]);
    const plain = await lab.graph("POST", "/roleManagement/directory/roleAssignments", {
      principalId: grant.principalId,
      roleDefinitionId: grant.roleDefinitionId,
      directoryScopeId: "/",
    });
    expect([plain.status, codeOf(plain)]).toEqual([400, "Request_BadRequest"]);
  });
});
