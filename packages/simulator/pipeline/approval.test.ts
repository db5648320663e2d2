import { approvalSetting } from "../default-policy.ts";
import type { Caller } from "../state/caller.ts";
import { idsInGroup } from "../state/group-members.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { personInPortal } from "../state/actor.ts";
import type { Schedule } from "../state/schedule.ts";
import { objectsAt, textAt } from "../testing/json.ts";
import type { Answer, Lab } from "../testing/lab.ts";
import { codeOf, createLab, grantOf } from "../testing/lab.ts";
import { approvalsFor, approversOf } from "./approvers.ts";

let lab: Lab;
let eligible: Schedule;
let approverId: string;

async function askApproval(primaryApprovers: readonly object[] = []): Promise<void> {
  const path = `/role-settings/${eligible.roleDefinitionId}/rules/Approval_EndUser_Assignment`;
  expect(
    (await lab.control("PATCH", path, { setting: approvalSetting(true, primaryApprovers) })).status,
  ).toBe(204);
}

beforeEach(async () => {
  lab = await createLab();
  const [id = ""] = lab.facts.onlyEligibleIds;
  const [row] = lab.tenant.schedules.ofPrincipal("eligibility", id).values();
  if (row === undefined) throw new Error("No one is only eligible.");
  eligible = row;
  approverId = lab.facts.breakGlassIds[0] ?? "";
  await askApproval();
});

async function activate(): Promise<string> {
  const answer = await lab.control("POST", "/activations", { ...grantOf(eligible), duration: "PT2H" });
  expect(answer.body).toMatchObject({ status: "PendingApproval", targetScheduleId: null });
  expect(answer.body["approvalId"]).toBe(answer.body["id"]);
  return textAt(answer.body, "id");
}

function active(): Schedule[] {
  return [...lab.tenant.schedules.ofPrincipal("assignment", eligible.principalId).values()];
}

async function statusOf(id: string): Promise<unknown> {
  const path = `/roleManagement/directory/roleAssignmentScheduleRequests/${id}`;
  return (await lab.graph("GET", path)).body["status"];
}

const decide = (id: string, decision: "approve" | "deny", by = approverId) =>
  lab.control("POST", `/approvals/${id}`, { approverId: by, decision });

async function told(): Promise<unknown[]> {
  const filter = `loggedByService eq 'PIM' and targetResources/any(t:t/id eq '${eligible.principalId}')`;
  const options = `$orderby=activityDateTime&$filter=${encodeURIComponent(filter)}`;
  const answer = await lab.graph("GET", `/auditLogs/directoryAudits?${options}`);
  return objectsAt(answer.body, "value").map((entry) => entry["activityDisplayName"]);
}

describe("an activation that has to be approved", () => {
  test("makes nothing yet, and no second one can be asked for meanwhile", async () => {
    await activate();
    expect(active()).toEqual([]);
    expect(codeOf(await lab.control("POST", "/activations", grantOf(eligible)))).toBe(
      "PendingRoleAssignmentRequest",
    );
  });

  test("begins when it is approved and lasts as long as was asked for", async () => {
    const id = await activate();
    await lab.pass("PT3H");
    expect((await decide(id, "approve")).body).toMatchObject({ status: "Provisioned", targetScheduleId: id });
    const now = lab.tenant.clock.now();
    expect(active()).toMatchObject([{ id, startAt: now, endAt: now + 2 * 60 * 60 * 1000 }]);
    await lab.pass("PT2H");
    expect(active()).toEqual([]);
    expect(await told()).toEqual([
      "Add member to role requested (PIM activation)",
      "Add member to role approval requested (PIM activation)",
      "Add member to role request approved (PIM activation)",
      "Add member to role completed (PIM activation)",
      "Remove member from role (PIM activation expired)",
    ]);
  });

  test("that is denied ends so, and can be asked for again", async () => {
    const id = await activate();
    expect((await decide(id, "deny")).body).toMatchObject({ status: "Denied" });
    expect((await decide(id, "approve")).status).toBe(400);
    expect([active(), await statusOf(id)]).toEqual([[], "Denied"]);
    await activate();
  });

  test("that nobody decides about fails when the time of the role's settings is over", async () => {
    const id = await activate();
    await lab.pass("PT23H59M");
    expect(await statusOf(id)).toBe("PendingApproval");
    await lab.pass("PT1M");
    expect(await statusOf(id)).toBe("Failed");
    expect((await decide(id, "approve")).status).toBe(400);
    expect(await told()).toContain("PIM activation request expired");
    await activate();
  });

  test("can be taken back", async () => {
    const id = await activate();
    const path = `/roleManagement/directory/roleAssignmentScheduleRequests/${id}/cancel`;
    expect((await lab.graph("POST", path)).status).toBe(204);
    expect(await statusOf(id)).toBe("Canceled");
    expect((await decide(id, "approve")).status).toBe(400);
    expect(active()).toEqual([]);
  });

  test("fails when it is approved after the eligibility has gone", async () => {
    const id = await activate();
    await lab.request("eligibility", "adminRemove", eligible);
    expect((await decide(id, "approve")).body).toMatchObject({ status: "Failed" });
    expect(active()).toEqual([]);
  });
});

describe("who approves", () => {
  test("are active Global Administrators where the settings name nobody, and never eligible ones", async () => {
    const approvers = approversOf(lab.tenant, eligible.roleDefinitionId);
    expect(approvers).toEqual(expect.arrayContaining([...lab.facts.breakGlassIds]));
    const [activated, ...onlyEligible] = lab.facts.globalAdministratorIds;
    expect(approvers).toContain(activated);
    for (const id of onlyEligible) expect(approvers).not.toContain(id);
  });

  test("are the users and the members of groups that the settings name", async () => {
    const group = lab.tenant.directory
      .all("group")
      .find((one) => one.kind === "group" && idsInGroup(lab.tenant, one.id, "member").length > 0);
    if (group?.kind !== "group") throw new Error("No group has members.");
    const [userId = ""] = lab.facts.alreadyEligibleIds;
    await askApproval([
      { "@odata.type": "#microsoft.graph.singleUser", userId },
      { "@odata.type": "#microsoft.graph.groupMembers", groupId: group.id },
    ]);
    expect(approversOf(lab.tenant, eligible.roleDefinitionId)).toEqual(
      [...new Set([userId, ...idsInGroup(lab.tenant, group.id, "member")])].toSorted(),
    );
    const id = await activate();
    expect(codeOf(await decide(id, "approve"))).toBe("Authorization_RequestDenied");
    expect(approvalsFor(lab.tenant, userId).map((approval) => approval.id)).toEqual([id]);
    expect(approvalsFor(lab.tenant, approverId)).toEqual([]);
    expect((await decide(id, "approve", userId)).status).toBe(201);
    expect(approvalsFor(lab.tenant, userId)).toEqual([]);
  });

  test("nobody approves their own", async () => {
    const { principalId } = eligible;
    await askApproval([{ "@odata.type": "#microsoft.graph.singleUser", userId: principalId }]);
    const id = await activate();
    expect(codeOf(await decide(id, "approve", principalId))).toBe("Authorization_RequestDenied");
  });
});

function graphAs(as: Caller, method: "GET" | "PATCH", path: string, body?: unknown): Promise<Answer> {
  return lab.graph(method, path, body, { as, version: "beta" });
}

async function waitingFor(userId: string): Promise<readonly unknown[]> {
  const path = "/roleManagement/directory/roleAssignmentScheduleRequests/filterByCurrentUser(on='approver')";
  const answer = await graphAs(personInPortal(userId), "GET", path);
  return objectsAt(answer.body, "value").map((row) => row["approvalId"]);
}

test("an approver lists the requests that wait for them, until they are decided, and nobody else does", async () => {
  const id = await activate();
  expect(await waitingFor(approverId)).toEqual([id]);
  expect(await waitingFor(eligible.principalId)).toEqual([]);
  await decide(id, "deny");
  expect(await waitingFor(approverId)).toEqual([]);
});

describe("approvals in beta", () => {
  const PATH = "/roleManagement/directory/roleAssignmentApprovals";

  test("have one step, which an approver decides with a reason and an application does not", async () => {
    const id = await activate();
    const approver = personInPortal(approverId);
    const shown = await graphAs(approver, "GET", `${PATH}/${id}?$expand=steps`);
    const [step = {}] = objectsAt(shown.body, "steps");
    expect(step).toMatchObject({ status: "InProgress", reviewResult: "NotReviewed", assignedToMe: true });
    const path = `${PATH}/${id}/steps/${textAt(step, "id")}`;
    const decision = { reviewResult: "Approve", justification: "Known" };
    for (const [method, body] of [["GET"], ["PATCH", decision]] as const) {
      const refused = await lab.graph(method, path, body, { version: "beta" });
      expect([method, codeOf(refused)]).toEqual([method, "Authorization_RequestDenied"]);
    }
    const bystander = personInPortal(lab.facts.onlyEligibleIds[1] ?? "");
    expect((await graphAs(bystander, "GET", path)).body["assignedToMe"]).toBe(false);
    expect((await graphAs(bystander, "PATCH", path, decision)).status).toBe(403);
    expect((await graphAs(approver, "PATCH", path, { reviewResult: "Maybe" })).status).toBe(400);
    expect((await graphAs(approver, "PATCH", path, { reviewResult: "Approve" })).status).toBe(400);
    expect((await graphAs(approver, "PATCH", path, decision)).status).toBe(204);
    expect((await graphAs(approver, "GET", path)).body).toMatchObject({
      status: "Completed",
      reviewResult: "Approve",
      justification: "Known",
      reviewedBy: { id: approverId },
    });
    expect(active()).toHaveLength(1);
  });

  test("v1.0 has none, and one that is unknown is not found", async () => {
    const as = personInPortal(approverId);
    expect((await lab.graph("GET", `${PATH}/x`, undefined, { as })).status).toBe(400);
    expect((await graphAs(as, "GET", `${PATH}/x`)).status).toBe(404);
  });
});
