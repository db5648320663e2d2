import { randomUUID } from "node:crypto";
import {
  ComplianceRun,
  NO_ROWS,
  NOTHING_KNOWN,
  type AssignmentInstance,
  type InventoryPage,
  type Principal,
  type TenantProblem,
} from "@standdown/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { givenWorld, LEASE_MS, type World } from "../testing/given.ts";

let world: World;
let tenantId: string;

beforeAll(async () => {
  world = await givenWorld();
});
beforeEach(() => {
  tenantId = randomUUID();
});
afterAll(async () => await world.close());

const AT = "2026-11-02T00:00:00.000Z";
const NOW = new Date("2026-11-01T00:00:00.000Z");

const PROBLEM: TenantProblem = {
  code: "Authorization_RequestDenied",
  verdict: "ask",
  status: 403,
  message: "Insufficient privileges",
  advice: "Grant the permission.",
  retryAfterMs: null,
  requestId: null,
  clientRequestId: null,
};

const person = (id: string, accountEnabled = true): Principal => ({
  id,
  type: "user",
  ...NOTHING_KNOWN,
  displayName: id,
  accountEnabled,
});

const standing = (principalId: string): AssignmentInstance => ({
  id: randomUUID(),
  principalId,
  roleDefinitionId: "reader",
  directoryScopeId: "/",
  appScopeId: null,
  assignmentType: "Assigned",
  memberType: "Direct",
  startDateTime: null,
  endDateTime: null,
  roleAssignmentScheduleId: "s",
  roleAssignmentOriginId: null,
});

const checked = new ComplianceRun({ ...NO_ROWS, id: "i", tenantId: "t", readAt: AT }, ["glass"]).conclude();

async function givenSchedule(): Promise<string> {
  const { id } = await world.store.createSchedule({
    tenantId,
    name: "nightly",
    every: "P1D",
    timeZone: null,
    emergencyAccess: ["glass"],
    createdBy: "ada",
    createdAt: NOW.toISOString(),
    nextDueAt: NOW.toISOString(),
  });
  return id;
}

/** Starts the inventory that is due, and moves the schedule on by nothing, so that the next is due at once. */
async function start(scheduleId: string): Promise<string> {
  const started = await world.store.startScheduled(
    { id: scheduleId, dueAt: NOW.toISOString() },
    NOW.toISOString(),
  );
  if (started === null) throw new Error("nothing was started");
  return started.inventoryId;
}

async function end(inventoryId: string, rows: readonly InventoryPage[] | TenantProblem): Promise<void> {
  const { store } = world;
  const claim = await store.claimInventory(inventoryId, LEASE_MS);
  if (claim === null) throw new Error("the inventory could not be claimed");
  if ("code" in rows) {
    await store.endInventory(claim, { state: "failed", endedAt: AT, problem: rows });
    return;
  }
  for (const page of rows) await store.savePage(claim, page, LEASE_MS);
  await store.endInventory(claim, { state: "completed", endedAt: AT });
}

async function eventsOf(inventoryId: string) {
  const events = await world.store.listReviewEvents({ afterId: null, limit: 1000 });
  return events.filter((event) => event.inventoryId === inventoryId);
}

describe("a review", () => {
  test("is to be done once an inventory has ended, by one at a time, and is saved once", async () => {
    const { store } = world;
    const { id } = await store.createInventory({
      tenantId,
      requestedBy: "ada",
      idempotencyKey: null,
      emergencyAccess: ["glass"],
    });
    expect(await store.claimReview(id, LEASE_MS)).toBeNull();
    await end(id, []);
    expect((await store.findWork()).inventoryIds).toContain(id);
    expect(await store.claimReview(id, LEASE_MS)).toMatchObject({
      isCompleted: true,
      emergencyAccess: ["glass"],
    });
    expect((await store.findWork()).inventoryIds).not.toContain(id);
    expect(await store.claimReview(id, LEASE_MS)).toBeNull();
    expect(await store.readInventoryCompliance(id)).toBeNull();
    const saves = await Promise.all([1, 2].map(() => store.saveReview(id, checked, AT)));
    expect(saves.toSorted()).toEqual(["lost", "saved"]);
    expect(await store.readInventoryCompliance(id)).toEqual(checked);
    expect((await store.findWork()).inventoryIds).not.toContain(id);
  });

  test("that nobody finished is begun again", async () => {
    const { store, pool } = world;
    const { id } = await store.createInventory({ tenantId, requestedBy: "ada", idempotencyKey: null });
    await end(id, []);
    await store.claimReview(id, LEASE_MS);
    await pool.query(
      "update inventories set review_lease_until = now() - interval '1 second' where id = $1",
      [id],
    );
    expect((await store.findWork()).inventoryIds).toContain(id);
    expect(await store.claimReview(id, LEASE_MS)).not.toBeNull();
  });

  test("tells what is different from the inventory before it of the same schedule, over one that failed", async () => {
    const { store } = world;
    const scheduleId = await givenSchedule();
    const first = await start(scheduleId);
    await end(first, [
      { kind: "principals", rows: ["ann", "bo"].map((id) => person(id)) },
      { kind: "assignments", rows: ["ann", "bo"].map(standing) },
    ]);
    await store.saveReview(first, checked, AT);
    expect(await eventsOf(first)).toEqual([]);

    const failed = await start(scheduleId);
    await end(failed, PROBLEM);
    await store.saveReview(failed, null, AT);
    expect(await eventsOf(failed)).toMatchObject([{ kind: "inventoryFailed", scheduleId, problem: PROBLEM }]);

    const second = await start(scheduleId);
    await end(second, [
      { kind: "principals", rows: [person("ann", false), person("cy")] },
      { kind: "assignments", rows: ["ann", "cy"].map(standing) },
    ]);
    await store.saveReview(second, checked, AT);
    const events = await eventsOf(second);
    expect(events.map(({ kind, difference }) => [kind, difference?.principalName ?? null])).toEqual([
      ["principalChanged", "ann"],
      ["principalGone", "bo"],
      ["standingRemoved", "bo"],
      ["principalNew", "cy"],
      ["standingAdded", "cy"],
      ["inventoryCompared", null],
    ]);
    expect(events[0]?.difference?.changed).toEqual([{ property: "accountEnabled", from: true, to: false }]);
    expect(events.at(-1)).toMatchObject({
      differenceCount: 5,
      earlierInventoryId: first,
      scheduleId,
      tenantId,
      at: AT,
    });
    const [, last] = events;
    const later = await store.listReviewEvents({ afterId: last?.id ?? null, limit: 2 });
    expect(later.map(({ id }) => id)).toEqual(events.slice(2, 4).map(({ id }) => id));
  });

  test("of an inventory that no schedule started makes no events, unless it failed", async () => {
    const { store } = world;
    const request = { tenantId, requestedBy: "ada", idempotencyKey: null };
    const completed = await store.createInventory(request);
    await end(completed.id, []);
    await store.saveReview(completed.id, checked, AT);
    expect(await eventsOf(completed.id)).toEqual([]);
    const failed = await store.createInventory(request);
    await end(failed.id, PROBLEM);
    await store.saveReview(failed.id, null, AT);
    expect(await eventsOf(failed.id)).toMatchObject([{ kind: "inventoryFailed", scheduleId: null }]);
  });

  test("is never taken back: an event can't be changed or deleted", async () => {
    const { pool } = world;
    await expect(pool.query("update review_events set at = now()")).rejects.toThrow("never changed");
    await expect(pool.query("delete from review_events")).rejects.toThrow("never changed");
  });
});

describe("a schedule", () => {
  const due = { dueAt: NOW.toISOString() };
  const later = "2026-11-02T00:00:00.000Z";

  test("starts one inventory for each due time, however many ask", async () => {
    const { store } = world;
    const id = await givenSchedule();
    const started = await Promise.all(
      Array.from({ length: 8 }, () => store.startScheduled({ id, ...due }, later)),
    );
    expect(started.filter((one) => one !== null)).toHaveLength(1);
    const inventoryId = started.find((one) => one !== null)?.inventoryId ?? "";
    await end(inventoryId, []);
    expect(await store.startScheduled({ id, ...due }, later)).toBeNull();
    const summaries = (await store.listSchedules({ cursor: null, limit: 1000 })).items;
    expect(summaries.find((one) => one.id === id)).toMatchObject({
      nextDueAt: later,
      lastInventoryId: inventoryId,
    });
  });

  test("starts nothing while the tenant is read, and stays due", async () => {
    const { store } = world;
    const [one, other] = [await givenSchedule(), await givenSchedule()];
    const both = await Promise.all([one, other].map((id) => store.startScheduled({ id, ...due }, later)));
    const inventories = both.filter((started) => started !== null);
    expect(inventories).toHaveLength(1);
    const dueIds = async (): Promise<string[]> => (await store.listDueSchedules(NOW)).map(({ id }) => id);
    expect(await dueIds()).not.toContain(one);
    expect(await dueIds()).not.toContain(other);
    for (const { inventoryId } of inventories) await end(inventoryId, []);
    expect((await dueIds()).filter((id) => id === one || id === other)).toHaveLength(1);
  });

  test("that is ended starts nothing more, and is ended once", async () => {
    const { store } = world;
    const id = await givenSchedule();
    expect(await store.endSchedule(id, { by: "bob", at: AT })).toMatchObject({ id });
    expect(await store.endSchedule(id, { by: "bob", at: AT })).toBeNull();
    expect((await store.listDueSchedules(NOW)).map((one) => one.id)).not.toContain(id);
    expect(await store.startScheduled({ id, ...due }, later)).toBeNull();
    expect(
      (await store.listSchedules({ cursor: null, limit: 1000 })).items.map((one) => one.id),
    ).not.toContain(id);
  });
});
