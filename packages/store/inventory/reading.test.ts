import {
  NOTHING_KNOWN,
  type AccessKey,
  type AssignmentInstance,
  type Principal,
  type PrincipalType,
  type RoleAssignment,
  type RoleSettings,
} from "@standdown/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { givenWorld, somePlan, LEASE_MS, TENANT_ID, type World } from "../testing/given.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

async function givenClaimed() {
  const request = { tenantId: TENANT_ID, requestedBy: "ada", idempotencyKey: null };
  return await claim((await world.store.createInventory(request)).id);
}

async function claim(id: string) {
  const claimed = await world.store.claimInventory(id, LEASE_MS);
  if (claimed === null) throw new Error("the inventory could not be claimed");
  return claimed;
}

async function loseLease(id: string): Promise<void> {
  await world.pool.query("update inventories set lease_until = now() - interval '1 second' where id = $1", [
    id,
  ]);
}

const place = (cursor: string | null, requestCount = 1) => ({
  cursor,
  isComplete: cursor === null,
  requestCount,
});

function keyOf(principalId: string, more: Partial<AccessKey> = {}): AccessKey {
  return { principalId, roleDefinitionId: "role-1", directoryScopeId: "/", appScopeId: null, ...more };
}

function listed(principalId: string, more: Partial<AccessKey> = {}): RoleAssignment {
  const key = keyOf(principalId, more);
  return { id: `listed ${Object.values(key).join()}`, ...key };
}

function instance(principalId: string, more: Partial<AssignmentInstance> = {}): AssignmentInstance {
  const key = keyOf(principalId, more);
  return {
    id: `instance ${Object.values(key).join()}`,
    ...key,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: null,
    endDateTime: null,
    roleAssignmentScheduleId: "s",
    roleAssignmentOriginId: null,
    ...more,
  };
}

function principal(id: string, type: PrincipalType = "user"): Principal {
  return { id, type, ...NOTHING_KNOWN };
}

const OF_ROLE = { id: "settings-1", policyId: "policy-1", roleDefinitionId: "role-1" };
const STAGE = {
  approvalStageTimeOutInDays: 1,
  isApproverJustificationRequired: true,
  isEscalationEnabled: false,
  escalationTimeInMinutes: 0,
  escalationApprovers: [],
};

function approvedBy(...approvers: { kind: "user" | "group"; id: string }[]): RoleSettings {
  return {
    ...OF_ROLE,
    rules: [
      {
        kind: "approval",
        id: "Approval_EndUser_Assignment",
        isApprovalRequired: true,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: "SingleStage",
        approvalStages: [{ ...STAGE, primaryApprovers: approvers }],
      },
    ],
  };
}

describe("a reading", () => {
  test("goes on where its former owner was, and keeps what he read and when he began", async () => {
    const { store } = world;
    const first = await givenClaimed();
    expect(first.reading.assignments).toEqual({ pagesRead: 0, cursor: null, isComplete: false });
    await store.savePage(first, { kind: "roles", rows: [] }, LEASE_MS, place(null));
    await store.savePage(first, { kind: "assignments", rows: [instance("a")] }, LEASE_MS, place("next-2", 3));
    await store.savePage(first, { kind: "assignments", rows: [instance("b")] }, LEASE_MS, place("next-3"));
    const [before] = (
      await world.pool.query("select reading_began_at from inventories where id = $1", [first.id])
    ).rows;
    await loseLease(first.id);
    const second = await claim(first.id);
    expect(second.fence).toBe(first.fence + 1);
    expect(second.reading).toMatchObject({
      roles: { pagesRead: 1, cursor: null, isComplete: true },
      assignments: { pagesRead: 2, cursor: "next-3", isComplete: false },
      eligibilities: { pagesRead: 0, cursor: null, isComplete: false },
    });
    await store.savePage(second, { kind: "assignments", rows: [instance("c")] }, LEASE_MS, place(null));
    const [after] = (
      await world.pool.query("select reading_began_at from inventories where id = $1", [first.id])
    ).rows;
    expect(after).toEqual(before);
    expect(await store.readInventory(first.id)).toMatchObject({
      counts: { assignments: 3 },
      reading: {
        roles: { pagesRead: 1, isComplete: true },
        assignments: { pagesRead: 3, isComplete: true },
        principals: { pagesRead: 0, isComplete: false },
      },
      requestCount: 6,
    });
  });

  test("counts a row once that two pages have, and shows no place to people", async () => {
    const { store } = world;
    const claimed = await givenClaimed();
    const rows = [instance("a"), instance("b")];
    await store.savePage(claimed, { kind: "assignments", rows }, LEASE_MS, place("secret"));
    await store.savePage(claimed, { kind: "assignments", rows: rows.slice(1) }, LEASE_MS, place("secret"));
    const summary = await store.readInventory(claimed.id);
    expect(summary?.counts.assignments).toBe(2);
    expect(JSON.stringify(summary)).not.toContain("secret");
  });

  test("begins one kind anew without touching the others", async () => {
    const { store } = world;
    const claimed = await givenClaimed();
    await store.savePage(claimed, { kind: "assignments", rows: [instance("a")] }, LEASE_MS, place("next-2"));
    await store.savePage(claimed, { kind: "roleAssignments", rows: [listed("a")] }, LEASE_MS, place(null));
    expect(await store.restartKind(claimed, "assignments", LEASE_MS)).toBe("saved");
    expect(await store.readInventory(claimed.id)).toMatchObject({
      counts: { assignments: 0, roleAssignments: 1 },
      reading: { assignments: { pagesRead: 0, isComplete: false }, roleAssignments: { isComplete: true } },
    });
    await loseLease(claimed.id);
    expect((await claim(claimed.id)).reading.assignments.cursor).toBeNull();
  });
});

describe("principals to be read", () => {
  test("are all who hold or approve something and were not found yet, each once, in pages", async () => {
    const { store } = world;
    const claimed = await givenClaimed();
    const { id } = claimed;
    const assignments = [
      instance("c"),
      instance("a"),
      instance("a", { id: "again", directoryScopeId: "/x" }),
    ];
    await store.savePage(claimed, { kind: "assignments", rows: assignments }, LEASE_MS);
    await store.savePage(claimed, { kind: "roleAssignments", rows: [listed("B"), listed("c")] }, LEASE_MS);
    const settings = approvedBy({ kind: "group", id: "g" }, { kind: "user", id: "a" });
    await store.savePage(claimed, { kind: "roleSettings", rows: [settings] }, LEASE_MS);
    const first = await store.listPrincipalIdsToRead(id, { afterId: null, limit: 2 });
    const second = await store.listPrincipalIdsToRead(id, { afterId: first.at(-1) ?? null, limit: 3 });
    expect([first, second]).toEqual([
      ["B", "a"],
      ["c", "g"],
    ]);
    const found = [principal("a"), principal("g", "group")];
    await store.savePage(claimed, { kind: "principals", rows: found }, LEASE_MS);
    expect(await store.listPrincipalIdsToRead(id, { afterId: null, limit: 9 })).toEqual(["B", "c"]);
    expect(await store.listGroupIdsToRead(id, { afterId: null, limit: 9 })).toEqual(["g"]);
    expect(await store.listGroupIdsToRead(id, { afterId: "g", limit: 9 })).toEqual([]);
  });

  test("then those who are in a group that holds or approves something, and not yet found; in no other group", async () => {
    const { store } = world;
    const claimed = await givenClaimed();
    const settings = approvedBy({ kind: "group", id: "approving" });
    await store.savePage(claimed, { kind: "roleSettings", rows: [settings] }, LEASE_MS);
    await store.savePage(claimed, { kind: "assignments", rows: [instance("holding")] }, LEASE_MS);
    await store.savePage(claimed, { kind: "principals", rows: [principal("found")] }, LEASE_MS);
    const groups = [
      { id: "approving", userIds: ["B", "a"] },
      { id: "holding", userIds: ["a", "found", "z"] },
      { id: "selecting", userIds: ["nobody"] },
    ].map((group) => ({ ...group, groupIds: [], servicePrincipalIds: [] }));
    await store.savePage(claimed, { kind: "groupMembers", rows: groups }, LEASE_MS);
    const read = async (afterId: string | null, limit: number) =>
      await store.listMemberIdsToRead(claimed.id, { afterId, limit });
    expect([await read(null, 2), await read("a", 2)]).toEqual([["B", "a"], ["z"]]);
  });

  test("groups by which a plan selects that waits for the reading are read as well", async () => {
    const { store } = world;
    const plan = somePlan();
    plan.spec.selection = { ...plan.spec.selection, principals: { groups: ["group-2", "group-1"] } };
    const { inventoryId } = await store.createRollout({
      plan,
      planDigest: "d".repeat(64),
      author: "ada",
      inventoryId: null,
      idempotencyKey: null,
    });
    const claimed = await store.claimInventory(inventoryId, LEASE_MS);
    if (claimed === null) throw new Error("the inventory is not to be claimed");
    await store.savePage(claimed, { kind: "principals", rows: [principal("group-2", "group")] }, LEASE_MS);
    const ids = await store.listPrincipalIdsToRead(inventoryId, { afterId: null, limit: 9 });
    expect(ids).toEqual(["group-1"]);
  });

  test("somebody who is only in the report of registrations is nobody's principal", async () => {
    const { store } = world;
    const claimed = await givenClaimed();
    const rows = ["a", "b"].map((id) => ({ id, isMfaRegistered: true, methodsRegistered: [] }));
    await store.savePage(claimed, { kind: "mfaRegistrations", rows }, LEASE_MS);
    await store.savePage(claimed, { kind: "assignments", rows: [instance("a")] }, LEASE_MS);
    expect(await store.listPrincipalIdsToRead(claimed.id, { afterId: null, limit: 9 })).toEqual(["a"]);
    expect(await store.readAccessPage(claimed.id, { afterPrincipalId: null, limit: 9 })).toMatchObject([
      { principalId: "a", mfaRegistration: { id: "a" } },
    ]);
  });
});

async function givenLists(lists: {
  readonly listed: readonly RoleAssignment[];
  readonly instances: readonly AssignmentInstance[];
  readonly principals: readonly Principal[];
}) {
  const { store } = world;
  const claimed = await givenClaimed();
  await store.savePage(claimed, { kind: "roleAssignments", rows: lists.listed }, LEASE_MS);
  await store.savePage(claimed, { kind: "assignments", rows: lists.instances }, LEASE_MS);
  await store.savePage(claimed, { kind: "principals", rows: lists.principals }, LEASE_MS);
  return claimed;
}

describe("access of which only one list knows", () => {
  test("is told by principal and role, whichever list it is; of deleted principals and through groups it is none", async () => {
    const { id } = await givenLists({
      listed: [listed("both"), listed("onlyListed"), listed("otherScope", { directoryScopeId: "/x" })],
      instances: [
        instance("both"),
        instance("onlyInstance", { roleDefinitionId: "role-2" }),
        instance("otherScope"),
        instance("deleted"),
        instance("throughGroup", { memberType: "Group" }),
      ],
      principals: [
        principal("both"),
        principal("onlyListed", "servicePrincipal"),
        principal("onlyInstance"),
        principal("otherScope"),
        principal("throughGroup"),
      ],
    });
    expect(await world.store.listDisagreedAccess(id, 9)).toEqual([
      { principalId: "onlyInstance", principalType: "user", roleDefinitionId: "role-2" },
      { principalId: "onlyListed", principalType: "servicePrincipal", roleDefinitionId: "role-1" },
      { principalId: "otherScope", principalType: "user", roleDefinitionId: "role-1" },
    ]);
    expect(await world.store.listDisagreedAccess(id, 1)).toHaveLength(1);
  });

  test("is replaced by what is read again, and by nothing else of the same principal", async () => {
    const { store } = world;
    const claimed = await givenLists({
      listed: [listed("a"), listed("a", { roleDefinitionId: "role-2" })],
      instances: [instance("a", { roleDefinitionId: "role-2" }), instance("b")],
      principals: [principal("a"), principal("b")],
    });
    const of = { principalId: "a", principalType: "user", roleDefinitionId: "role-1" } as const;
    const reading = {
      roleAssignments: [listed("a"), listed("a", { directoryScopeId: "/x" })],
      assignments: [instance("a"), instance("a", { directoryScopeId: "/x" })],
      eligibilities: [],
    };
    expect(await store.replaceAccess(claimed, of, reading, LEASE_MS)).toBe("saved");
    expect(await store.listDisagreedAccess(claimed.id, 9)).toMatchObject([{ principalId: "b" }]);
    expect(await store.readInventory(claimed.id)).toMatchObject({
      counts: { roleAssignments: 3, assignments: 4 },
      requestCount: 1,
    });
    const empty = { roleAssignments: [], assignments: [], eligibilities: [] };
    await store.replaceAccess(claimed, { ...of, principalId: "b" }, empty, LEASE_MS);
    expect(await store.listDisagreedAccess(claimed.id, 9)).toEqual([]);
    await loseLease(claimed.id);
    expect(await store.replaceAccess(claimed, of, empty, LEASE_MS)).toBe("lost");
    expect((await store.readInventory(claimed.id))?.counts).toMatchObject({ assignments: 3 });
  });
});
