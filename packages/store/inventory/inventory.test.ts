import { randomUUID } from "node:crypto";
import type { AssignmentInstance, RoleDefinition, TenantProblem } from "@standdown/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CursorUnknown, type Page } from "../page.ts";
import { givenWorld, LEASE_MS, TENANT_ID, type World } from "../testing/given.ts";

let world: World;

beforeAll(async () => {
  world = await givenWorld();
});
afterAll(async () => await world.close());

const ROLE: RoleDefinition = {
  id: "role-1",
  templateId: "role-1",
  displayName: "Message Center Reader",
  isBuiltIn: true,
  isEnabled: true,
  isPrivileged: null,
};

const assignment = (id: string): AssignmentInstance => ({
  id,
  principalId: "ann",
  roleDefinitionId: "role-1",
  directoryScopeId: "/",
  appScopeId: null,
  assignmentType: "Assigned",
  memberType: "Direct",
  startDateTime: null,
  endDateTime: null,
  roleAssignmentScheduleId: id,
  roleAssignmentOriginId: id,
});

const REFUSED: TenantProblem = {
  code: "Authorization_RequestDenied",
  verdict: "ask",
  status: 403,
  message: "Insufficient privileges",
  advice: "Grant the permission.",
  retryAfterMs: null,
  requestId: null,
  clientRequestId: null,
};

async function givenClaimed(): Promise<{ readonly id: string; readonly fence: number }> {
  const request = { tenantId: TENANT_ID, requestedBy: "ada", idempotencyKey: null };
  const { id } = await world.store.createInventory(request);
  const claim = await world.store.claimInventory(id, LEASE_MS);
  if (claim === null) throw new Error("the inventory could not be claimed");
  return claim;
}

const END = { state: "completed", endedAt: "2026-11-01T00:00:00.000Z" } as const;

describe("an inventory", () => {
  test("is found until it has ended, and then holds every row that was read", async () => {
    const { store } = world;
    const { id } = await store.createInventory({
      tenantId: TENANT_ID,
      requestedBy: "ada",
      idempotencyKey: null,
    });
    expect((await store.findWork()).inventoryIds).toContain(id);
    const claim = await store.claimInventory(id, LEASE_MS);
    if (claim === null) throw new Error("the inventory could not be claimed");
    expect((await store.findWork()).inventoryIds).not.toContain(id);
    const rows = ["b", "a", "c"].map(assignment);
    await store.savePage(claim, { kind: "roles", rows: [ROLE] }, LEASE_MS);
    await store.savePage(claim, { kind: "assignments", rows }, LEASE_MS);
    await store.savePage(claim, { kind: "assignments", rows: [assignment("c")] }, LEASE_MS);
    expect(await store.loadTenantFacts(id)).toBeNull();
    expect(await store.endInventory(claim, END)).toBe("saved");
    expect(await store.loadTenantFacts(id)).toMatchObject({ id, tenantId: TENANT_ID, roles: [ROLE] });
    const [ann, ...others] = await store.readAccessPage(id, { afterPrincipalId: null, limit: 10 });
    expect(ann).toMatchObject({
      principalId: "ann",
      principal: null,
      roleAssignments: [],
      eligibilities: [],
    });
    expect(ann?.assignments.map((row) => row.id)).toEqual(["a", "b", "c"]);
    expect(others).toEqual([]);
    expect(await store.readAccessPage(id, { afterPrincipalId: "ann", limit: 10 })).toEqual([]);
    expect(await store.readInventory(id)).toMatchObject({
      state: "completed",
      counts: { roles: 1, assignments: 3, eligibilities: 0 },
      problem: null,
    });
  });

  test("is read by one at a time, and one who lost it writes nothing more", async () => {
    const { store, pool } = world;
    const lost = await givenClaimed();
    await store.savePage(lost, { kind: "roles", rows: [ROLE] }, LEASE_MS);
    expect(await store.claimInventory(lost.id, LEASE_MS)).toBeNull();
    await pool.query("update inventories set lease_until = now() - interval '1 second' where id = $1", [
      lost.id,
    ]);
    const claim = await store.claimInventory(lost.id, LEASE_MS);
    if (claim === null) throw new Error("the inventory could not be taken over");
    const late = { ...ROLE, id: "role-2" };
    expect(await store.savePage(lost, { kind: "roles", rows: [late] }, LEASE_MS)).toBe("lost");
    expect(await store.renewInventory(lost, LEASE_MS, 1)).toBe("lost");
    expect(await store.restartKind(lost, "roles", LEASE_MS)).toBe("lost");
    expect(await store.endInventory(lost, END)).toBe("lost");
    expect(await store.endInventory(claim, END)).toBe("saved");
    expect((await store.loadTenantFacts(lost.id))?.roles).toEqual([ROLE]);
    expect(await store.readInventory(lost.id)).toMatchObject({ requestCount: 0, counts: { roles: 1 } });
  });

  test("that failed says why, and can't be loaded", async () => {
    const { store } = world;
    const claim = await givenClaimed();
    await store.endInventory(claim, { state: "failed", endedAt: END.endedAt, problem: REFUSED });
    expect(await store.readInventory(claim.id)).toMatchObject({ state: "failed", problem: REFUSED });
    expect(await store.loadTenantFacts(claim.id)).toBeNull();
  });

  test("is created once for one key of one caller", async () => {
    const { store } = world;
    const request = { tenantId: TENANT_ID, requestedBy: "ada", idempotencyKey: randomUUID() };
    const created = await Promise.all([1, 2, 3].map(async () => await store.createInventory(request)));
    expect(new Set(created.map(({ id }) => id)).size).toBe(1);
    expect(await store.createInventory({ ...request, requestedBy: "eve" })).not.toEqual(created[0]);
  });

  test("is paged through in a stable order, each row once", async () => {
    const { store } = world;
    const claim = await givenClaimed();
    const rows = ["e", "b", "d", "a", "c"].map(assignment);
    await store.savePage(claim, { kind: "assignments", rows }, LEASE_MS);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<AssignmentInstance> = await store.listInventoryRows(claim.id, "assignments", {
        cursor,
        limit: 2,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(["a", "b", "c", "d", "e"]);
  });

  test("is not paged through with a cursor that no page answered", async () => {
    const page = { cursor: "nonsense", limit: 2 };
    await expect(world.store.listInventoryRows(randomUUID(), "assignments", page)).rejects.toThrow(
      CursorUnknown,
    );
  });
});
