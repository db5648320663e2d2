import { beforeEach, describe, expect, test } from "vitest";
import { groupGrant } from "../seed/groups.ts";
import { personInPortal } from "../state/actor.ts";
import type { AccessId } from "../state/group-access.ts";
import { accessRoleId } from "../state/group-access.ts";
import type { Schedule } from "../state/schedule.ts";
import type { GroupSide } from "../state/sides.ts";
import { FOR_A_DAY, GroupsClient, PIM } from "../testing/groups.ts";
import { objectsAt, textAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab } from "../testing/lab.ts";

let lab: Lab;
let groups: GroupsClient;

beforeEach(async () => {
  lab = await createLab();
  groups = new GroupsClient(lab);
});

function held(side: GroupSide, accessId: AccessId): Schedule[] {
  return [...lab.tenant.schedules.ofRole(side, accessRoleId(groups.groupId, accessId)).values()];
}

/** Asks Graph as somebody who is signed in: with a body, to change something. */
function graphAs(userId: string, path: string, body?: object): Promise<Answer> {
  return lab.graph(body === undefined ? "GET" : "POST", path, body, { as: personInPortal(userId) });
}

/** The URL of the rows of whoever is signed in. */
function ofCurrentUser(collection: string, on: string): string {
  return `${PIM}/${collection}/filterByCurrentUser(on='${on}')`;
}

/** The URL of the settings of a group. */
function settingsOf(name: string, id: string): string {
  return `/policies/${name}?$filter=scopeId eq '${id}' and scopeType eq 'Group'`;
}

describe("the collections of PIM for Groups", () => {
  const LISTS = ["Schedules", "ScheduleInstances", "ScheduleRequests"].flatMap((name) => [
    `assignment${name}`,
    `eligibility${name}`,
  ]);

  test.each(LISTS)("%s is listed of a group or of a principal, and not otherwise", async (name) => {
    for (const query of ["", "?$filter=accessId eq 'member'"]) {
      const answer = await lab.graph("GET", `${PIM}/${name}${query}`);
      expect([answer.status, codeOf(answer)]).toEqual([400, "MissingParameters"]);
      expect(JSON.stringify(answer.body)).toContain(
        "The required parameters GroupId or PrincipalId is missing.",
      );
    }
    const ofGroup = await groups.rowsAt(`${PIM}/${name}?$filter=groupId eq '${groups.groupId}'`);
    expect(ofGroup.every((row) => row["groupId"] === groups.groupId)).toBe(true);
    const [row] = ofGroup;
    if (row === undefined) return;
    const one = await lab.graph("GET", `${PIM}/${name}/${textAt(row, "id")}?$expand=principal,group`);
    expect(one.status).toBe(200);
    expect(one.body["group"]).toMatchObject({ id: groups.groupId });
    expect(one.body["principal"]).toMatchObject({ id: row["principalId"] });
  });

  test("show who was made a member outside PIM as assigned, without dates", async () => {
    const outside = held("groupAssignment", "member").find((row) => row.origin === "outsidePim");
    const [instance] = await groups.rowsOf("assignmentScheduleInstances", outside?.principalId ?? "");
    expect(instance).toMatchObject({
      assignmentType: "Assigned",
      startDateTime: null,
      endDateTime: null,
      id: outside?.id,
      assignmentScheduleId: outside?.id,
    });
    const [schedule] = await groups.rowsOf("assignmentSchedules", outside?.principalId ?? "");
    expect(schedule).toMatchObject({ createdUsing: null, createdDateTime: null, memberType: "Direct" });
  });

  test("show an activation with the eligibility that it uses, and the group has its member", async () => {
    const activation = held("groupAssignment", "member").find((row) => row.assignmentType === "Activated");
    const path = `${PIM}/assignmentScheduleInstances/${activation?.instanceId ?? ""}?$expand=activatedUsing`;
    expect((await lab.graph("GET", path)).body).toMatchObject({
      assignmentType: "Activated",
      activatedUsing: { eligibilityScheduleId: activation?.activatedUsing, accessId: "member" },
    });
    expect(await groups.idsIn(groups.groupId, "members")).toContain(activation?.principalId);
    await lab.pass("PT4H");
    expect(await groups.idsIn(groups.groupId, "members")).not.toContain(activation?.principalId);
  });

  test("agree with the members and owners of the directory, for every group that is in PIM", async () => {
    for (const id of lab.facts.onboardedGroupIds) {
      for (const accessId of ["member", "owner"] as const) {
        const filter = `$filter=groupId eq '${id}' and accessId eq '${accessId}'`;
        const instances = await groups.rowsAt(`${PIM}/assignmentScheduleInstances?${filter}`);
        const inPim = instances.map((row) => textAt(row, "principalId"));
        expect((await groups.idsIn(id, `${accessId}s`)).toSorted()).toEqual(inPim.toSorted());
        expect(inPim.length).toBeGreaterThan(0);
      }
    }
  });

  test("know nothing of a group that is not in PIM, unless that quirk strikes; the first request takes it in for good", async () => {
    const list = `${PIM}/assignmentScheduleInstances?$filter=groupId eq '${groups.roleGroupId}'`;
    const [members, owners] = await Promise.all([
      groups.idsIn(groups.roleGroupId, "members"),
      groups.idsIn(groups.roleGroupId, "owners"),
    ]);
    const memberCount = members.length + owners.length;
    expect(Math.min(members.length, owners.length)).toBeGreaterThan(0);
    expect(await groups.rowsAt(list)).toEqual([]);
    lab.tenant.quirks.change([["notOnboardedListed", 1]]);
    expect(await groups.rowsAt(list)).toHaveLength(memberCount);
    lab.tenant.quirks.change([["notOnboardedListed", 0]]);
    const grant = groupGrant(groups.personId, groups.roleGroupId, "owner");
    await lab.request("groupEligibility", "adminAssign", grant, FOR_A_DAY);
    expect(await groups.rowsAt(list)).toHaveLength(memberCount);
    await lab.request("groupEligibility", "adminRemove", grant);
    expect(await groups.rowsAt(list)).toHaveLength(memberCount);
  });

  test("lose what they had of a group that is deleted", async () => {
    await lab.control("DELETE", `/users/${groups.groupId}`);
    expect(
      await groups.rowsAt(`${PIM}/assignmentScheduleInstances?$filter=groupId eq '${groups.groupId}'`),
    ).toEqual([]);
    expect(held("groupEligibility", "member")).toEqual([]);
    const grant = groupGrant(groups.personId, groups.groupId, "member");
    expect(codeOf(await lab.request("groupAssignment", "adminAssign", grant, FOR_A_DAY))).toBe(
      "ResourceNotFound",
    );
  });
});

describe("a member of a group", () => {
  test("who is eligible activates it, is in the group, and is out of it again", async () => {
    const used = new Set(held("groupAssignment", "member").map((row) => row.activatedUsing));
    const eligible = held("groupEligibility", "member").find((row) => !used.has(row.id));
    const principalId = eligible?.principalId ?? "";
    const body = { accessId: "member", groupId: groups.groupId, principalId, justification: "Work to do" };
    const path = `${PIM}/assignmentScheduleRequests`;
    const activated = await graphAs(principalId, path, {
      ...body,
      action: "selfActivate",
      scheduleInfo: { expiration: { type: "afterDuration", duration: "PT2H" } },
    });
    expect([activated.status, activated.body["status"]]).toEqual([201, "Provisioned"]);
    expect(await groups.rowsOf("assignmentScheduleInstances", principalId)).toMatchObject([
      { assignmentType: "Activated" },
    ]);
    expect(await groups.idsIn(groups.groupId, "members")).toContain(principalId);
    const ended = await graphAs(principalId, path, { ...body, action: "selfDeactivate" });
    expect([ended.status, ended.body["status"]]).toEqual([201, "Revoked"]);
    expect(await groups.idsIn(groups.groupId, "members")).not.toContain(principalId);
  });

  test("can be taken out of it besides PIM, and PIM shows that", async () => {
    const [row] = held("groupAssignment", "member");
    const principalId = row?.principalId ?? "";
    const path = `/groups/${groups.groupId}/members/${principalId}/$ref`;
    expect((await lab.graph("DELETE", path)).status).toBe(204);
    expect((await lab.graph("DELETE", path)).status).toBe(404);
    expect(await groups.rowsOf("assignmentScheduleInstances", principalId)).toEqual([]);
    const [dynamic = ""] = lab.facts.notOnboardableGroupIds;
    const [member = ""] = await groups.idsIn(dynamic, "members");
    expect((await lab.graph("DELETE", `/groups/${dynamic}/members/${member}/$ref`)).status).toBe(400);
  });
});

describe("filterByCurrentUser in PIM for Groups", () => {
  test("gives a signed-in user the own rows, without any filter, and an application nothing", async () => {
    const [mine] = held("groupEligibility", "member");
    const userId = mine?.principalId ?? "";
    const answer = await graphAs(userId, ofCurrentUser("eligibilityScheduleInstances", "principal"));
    expect(answer.status).toBe(200);
    expect(answer.body["@odata.context"]).toBe(
      "https://localhost:1/v1.0/$metadata#Collection(privilegedAccessGroupEligibilityScheduleInstance)",
    );
    const rows = objectsAt(answer.body, "value");
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row["principalId"]))).toEqual(new Set([userId]));
    const refused = await lab.graph("GET", ofCurrentUser("eligibilityScheduleInstances", "principal"));
    expect([refused.status, codeOf(refused)]).toEqual([403, "InsufficientPermissions"]);
  });

  test("knows who asked for what, and only the words that are documented", async () => {
    await lab.request(
      "groupAssignment",
      "adminAssign",
      groupGrant(groups.personId, groups.groupId, "member"),
      FOR_A_DAY,
    );
    const about = await graphAs(groups.personId, ofCurrentUser("assignmentScheduleRequests", "principal"));
    expect(objectsAt(about.body, "value")).toHaveLength(1);
    const made = await graphAs(groups.personId, ofCurrentUser("assignmentScheduleRequests", "createdBy"));
    expect([made.status, objectsAt(made.body, "value")]).toEqual([200, []]);
    expect((await graphAs(groups.personId, ofCurrentUser("assignmentSchedules", "approver"))).status).toBe(
      400,
    );
    expect((await graphAs(groups.personId, `${PIM}/assignmentScheduleRequests`)).status).toBe(200);
  });
});

describe("the settings of groups", () => {
  test("are two, for members and for owners, each with 17 rules, of any group", async () => {
    for (const id of [groups.groupId, groups.roleGroupId]) {
      const rows = await groups.rowsAt(
        `${settingsOf("roleManagementPolicyAssignments", id)}&$expand=policy($expand=rules)`,
      );
      expect(rows.map((row) => row["roleDefinitionId"])).toEqual(["member", "owner"]);
      for (const row of rows) {
        expect(row["id"]).toBe(`${String(row["policyId"])}_${String(row["roleDefinitionId"])}`);
        expect(row["policyId"]).toMatch(new RegExp(`^Group_${id}_[0-9a-f-]{36}$`, "u"));
        expect(row).toMatchObject({
          scopeId: id,
          scopeType: "Group",
          policy: { displayName: "Group", scopeId: id },
        });
        const [policy = {}] = objectsAt({ policies: [row["policy"]] }, "policies");
        expect(objectsAt(policy, "rules")).toHaveLength(17);
        const found = await lab.graph(
          "GET",
          `/policies/roleManagementPolicyAssignments/${textAt(row, "id")}`,
        );
        expect(found.body["policyId"]).toBe(row["policyId"]);
      }
      const policies = await groups.rowsAt(
        `${settingsOf("roleManagementPolicies", id)}&$expand=effectiveRules`,
      );
      expect(policies.map((row) => row["id"])).toEqual(rows.map((row) => row["policyId"]));
    }
  });

  test("are listed of a scope that is named, and known", async () => {
    for (const query of ["", "?$filter=scopeId eq '/'"]) {
      const answer = await lab.graph("GET", `/policies/roleManagementPolicies${query}`);
      expect([answer.status, codeOf(answer)]).toEqual([400, "MissingParameters"]);
    }
    const answer = await lab.graph("GET", settingsOf("roleManagementPolicies", groups.personId));
    expect([answer.status, codeOf(answer)]).toEqual([404, "ResourceNotFound"]);
  });

  test("get another id when PIM takes the group in, where that quirk strikes", async () => {
    const read = async (): Promise<readonly unknown[]> =>
      (await groups.rowsAt(settingsOf("roleManagementPolicies", groups.roleGroupId))).map((row) => row["id"]);
    const grant = groupGrant(groups.personId, groups.roleGroupId, "member");
    const before = await read();
    lab.tenant.quirks.change([["rotatingGroupPolicyIds", 1]]);
    await lab.request("groupEligibility", "adminAssign", grant, FOR_A_DAY);
    const after = await read();
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    const stale = await lab.graph("GET", `/policies/roleManagementPolicies/${String(before[0])}`);
    expect([stale.status, codeOf(stale)]).toEqual([404, "InputPolicyNotFound"]);
    await lab.request("groupEligibility", "adminRemove", grant);
    expect(await read()).toEqual(after);
  });
});
