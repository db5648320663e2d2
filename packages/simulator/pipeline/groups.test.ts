import { beforeEach, describe, expect, test } from "vitest";
import { groupGrant } from "../seed/groups.ts";
import { GROUP_SIDES } from "../state/sides.ts";
import { FOR_A_DAY, GroupsClient, PIM } from "../testing/groups.ts";
import { textAt } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { codeOf, createLab, NO_END } from "../testing/lab.ts";

let lab: Lab;
let groups: GroupsClient;

beforeEach(async () => {
  lab = await createLab();
  groups = new GroupsClient(lab);
});

describe("a request of PIM for Groups", () => {
  test.each(["member", "owner"] as const)(
    "makes an active %s, who is in the group until it ends",
    async (accessId) => {
      const of = `${accessId}s` as const;
      const answer = await lab.request(
        "groupAssignment",
        "AdminAssign",
        groupGrant(groups.personId, groups.groupId, accessId),
        FOR_A_DAY,
      );
      expect(answer.status).toBe(201);
      const id = textAt(answer.body, "id");
      expect(answer.body).toMatchObject({
        status: "Provisioned",
        action: "adminAssign",
        accessId,
        groupId: groups.groupId,
        principalId: groups.personId,
        targetScheduleId: `${groups.groupId}_${accessId}_${id}`,
      });
      expect(answer.body).not.toHaveProperty("roleDefinitionId");
      const [instance] = await groups.rowsOf("assignmentScheduleInstances", groups.personId);
      expect(instance).toMatchObject({
        assignmentType: "Assigned",
        memberType: "Direct",
        accessId,
        assignmentScheduleId: `${groups.groupId}_${accessId}_${id}`,
        endDateTime: "2026-10-06T08:00:00Z",
      });
      const [schedule] = await groups.rowsOf("assignmentSchedules", groups.personId);
      expect(schedule).toMatchObject({
        id: `${groups.groupId}_${accessId}_${id}`,
        createdUsing: id,
        status: "Provisioned",
      });
      expect(await groups.idsIn(groups.groupId, of)).toContain(groups.personId);
      await lab.pass("P1D");
      expect(await groups.idsIn(groups.groupId, of)).not.toContain(groups.personId);
      expect(await groups.rowsOf("assignmentScheduleInstances", groups.personId)).toEqual([]);
    },
  );

  test("makes eligible members that are not in the group, and both can be taken back", async () => {
    const grant = groupGrant(groups.personId, groups.groupId, "member");
    const eligible = await lab.request("groupEligibility", "adminAssign", grant, FOR_A_DAY);
    expect([eligible.status, eligible.body["status"]]).toEqual([201, "Provisioned"]);
    expect(await groups.idsIn(groups.groupId, "members")).not.toContain(groups.personId);
    expect(await groups.rowsOf("eligibilityScheduleInstances", groups.personId)).toHaveLength(1);
    expect((await lab.request("groupAssignment", "adminAssign", grant, FOR_A_DAY)).status).toBe(201);
    for (const side of GROUP_SIDES) {
      const removed = await lab.request(side, "adminRemove", grant);
      expect([removed.status, removed.body["status"]]).toEqual([201, "Revoked"]);
    }
    expect(await groups.rowsOf("eligibilitySchedules", groups.personId)).toEqual([]);
    expect(await groups.idsIn(groups.groupId, "members")).not.toContain(groups.personId);
  });

  test("is refused with the codes of roles", async () => {
    const grant = groupGrant(groups.personId, groups.groupId, "member");
    const unknown = "00000000-0000-4000-8000-000000000000";
    const ask = async (
      wrong: typeof grant,
      more: object = FOR_A_DAY,
      action = "adminAssign",
    ): Promise<unknown> => codeOf(await lab.request("groupEligibility", action, wrong, { ...more }));
    expect(await ask(grant, { scheduleInfo: NO_END })).toBe("RoleAssignmentRequestPolicyValidationFailed");
    expect(await ask(groupGrant(unknown, groups.groupId, "member"))).toBe("SubjectNotFound");
    expect(await ask(groupGrant(groups.personId, unknown, "member"))).toBe("ResourceNotFound");
    expect(await ask(grant, FOR_A_DAY, "adminUpdate")).toBe("RoleAssignmentDoesNotExist");
    expect(await ask(grant, { ...FOR_A_DAY, accessId: "guest" })).toBe("InvalidRoleAssignmentRequest");
    expect(await ask(grant, { ...FOR_A_DAY, roleDefinitionId: unknown })).toBe("BadRequest");
    expect(await ask(grant)).toBeUndefined();
    expect(await ask(grant)).toBe("RoleAssignmentExists");
    expect(await ask(grant, FOR_A_DAY, "adminUpdate")).toBeUndefined();
  });

  test("is refused for groups that PIM cannot take in, for groups as owners, and for groups in groups that hold roles", async () => {
    const [dynamic = "", synchronized = ""] = lab.facts.notOnboardableGroupIds;
    const wrong = [
      groupGrant(groups.personId, dynamic, "member"),
      groupGrant(groups.personId, synchronized, "owner"),
      groupGrant(groups.roleGroupId, groups.groupId, "owner"),
      groupGrant(groups.groupId, groups.roleGroupId, "member"),
    ];
    for (const grant of wrong) {
      const answer = await lab.request("groupAssignment", "adminAssign", grant, FOR_A_DAY);
      expect([answer.status, codeOf(answer)]).toEqual([400, "InvalidRoleAssignmentRequest"]);
    }
    const nested = groupGrant(groups.roleGroupId, groups.groupId, "member");
    expect((await lab.request("groupAssignment", "adminAssign", nested, FOR_A_DAY)).status).toBe(201);
  });

  test("of an eligibility that lies in the future waits, and can be cancelled", async () => {
    const grant = groupGrant(groups.personId, groups.groupId, "member");
    const later = {
      scheduleInfo: { ...FOR_A_DAY.scheduleInfo, startDateTime: "2026-10-07T08:00:00Z" },
    };
    const waiting = await lab.request("groupEligibility", "adminAssign", grant, later);
    expect([waiting.status, waiting.body["status"]]).toEqual([201, "Granted"]);
    expect(await groups.rowsOf("eligibilitySchedules", groups.personId)).toMatchObject([
      { status: "Granted" },
    ]);
    expect(await groups.rowsOf("eligibilityScheduleInstances", groups.personId)).toEqual([]);
    const path = `${PIM}/eligibilityScheduleRequests/${textAt(waiting.body, "id")}`;
    expect((await lab.graph("POST", `${path}/cancel`)).status).toBe(204);
    expect((await lab.graph("GET", path)).body).toMatchObject({
      status: "Canceled",
      groupId: groups.groupId,
    });
    expect(await groups.rowsOf("eligibilitySchedules", groups.personId)).toEqual([]);
  });

  test("is held back by the five-minute rule where that quirk strikes", async () => {
    const grant = groupGrant(groups.personId, groups.groupId, "member");
    await lab.request("groupAssignment", "adminAssign", grant, FOR_A_DAY);
    lab.tenant.quirks.change([["groupMinimumAge", 1]]);
    expect(codeOf(await lab.request("groupAssignment", "adminRemove", grant))).toBe("ActiveDurationTooShort");
    await lab.pass("PT5M");
    expect((await lab.request("groupAssignment", "adminRemove", grant)).status).toBe(201);
  });

  test("that is only to be checked stores nothing and takes no group in", async () => {
    const answer = await lab.request(
      "groupEligibility",
      "adminAssign",
      groupGrant(groups.personId, groups.roleGroupId, "member"),
      {
        ...FOR_A_DAY,
        isValidationOnly: true,
      },
    );
    expect(answer.body).toMatchObject({ isValidationOnly: true, groupId: groups.roleGroupId });
    expect(lab.tenant.onboardedGroupIds.has(groups.roleGroupId)).toBe(false);
  });

  test("does nothing to the collections of roles", async () => {
    const before = JSON.stringify((await lab.control("GET", "/state")).body);
    await lab.request(
      "groupAssignment",
      "adminAssign",
      groupGrant(groups.personId, groups.groupId, "member"),
      FOR_A_DAY,
    );
    await lab.request(
      "groupAssignment",
      "adminRemove",
      groupGrant(groups.personId, groups.groupId, "member"),
    );
    expect(JSON.stringify((await lab.control("GET", "/state")).body)).toBe(before);
    expect(lab.tenant.watchdog.violations).toEqual([]);
  });
});
