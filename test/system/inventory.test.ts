import { randomUUID } from "node:crypto";
import {
  accessPages,
  INVENTORY_KINDS,
  isStanding,
  keyText,
  type AccessKey,
  type PrincipalAccess,
} from "@standdown/domain";
import { readInventory, type EngineParts } from "@standdown/engine";
import { createTenant, type GraphTenant } from "@standdown/graph";
import { createLog, loadConfig } from "@standdown/runtime";
import { createStore, openPool, type Store } from "@standdown/store";
import type { SimulatedTenant, TenantFacts, TenantState } from "@standdown/cli/demo";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../environment/postgres.ts";
import { countPeople, leastRequests } from "../stand/least-requests.ts";
import { startSmallTenant } from "../stand/tenant.ts";

const log = createLog({ name: "test", level: "fatal" });

let simulated: SimulatedTenant;
let database: TestDatabase;
let pool: ReturnType<typeof openPool>;
let store: Store;
let tenant: GraphTenant;
let facts: TenantFacts;
let state: TenantState;
let inventoryId: string;
const everybody = new Map<string, PrincipalAccess>();

beforeAll(async () => {
  simulated = await startSmallTenant({ source: { admins: 700 } });
  database = await startTestDatabase();
  pool = openPool(database.databaseUrl, { connectionsMax: 4, log });
  store = createStore(pool);
  tenant = createTenant(loadConfig({ ...simulated.environment, DATA_DIR: "." }, "embedded").tenant);
  facts = await simulated.readFacts();
  state = await simulated.readState();
  const { tenantId } = simulated.address;
  const made = await store.createInventory({ tenantId, requestedBy: "ada", idempotencyKey: null });
  inventoryId = made.id;
  await readInventory(engineParts(store), inventoryId);
  for (const access of await store.readAccessPage(inventoryId, { afterPrincipalId: null, limit: 10_000 })) {
    everybody.set(access.principalId, access);
  }
}, 120_000);

afterAll(async () => {
  await tenant.close();
  await store.close();
  await database.close();
  await simulated.process.stop();
});

/** An engine that reads by this store. */
function engineParts(by: Store): EngineParts {
  return {
    store: by,
    tenant,
    queue: { add: async () => undefined },
    clock: { now: () => new Date() },
    log,
    timing: { proofIntervalMs: 500, minimumAgeMs: 2000 },
    newId: randomUUID,
    leaseMs: 30_000,
    windowMax: 1,
    sweepMs: 30_000,
    ownAppId: null,
  };
}

/** The store of somebody who dies before his so manieth page is stored. */
function dyingAt(pageCount: number): Store {
  let savedCount = 0;
  return {
    ...store,
    savePage: async (...page) => {
      savedCount += 1;
      if (savedCount === pageCount) throw new Error("killed");
      return await store.savePage(...page);
    },
  };
}

function keysOf(rows: readonly AccessKey[]): string[] {
  return rows.map(keyText).toSorted();
}

test("a tenant is read whole: every kind is complete", async () => {
  const inventory = await store.readInventory(inventoryId);
  expect(inventory?.problem).toBeNull();
  expect(inventory?.state).toBe("completed");
  for (const kind of INVENTORY_KINDS) expect(inventory?.reading[kind]).toMatchObject({ isComplete: true });
});

test("what is read is what is held: assigned, activated and eligible, at every scope", () => {
  const all = [...everybody.values()];
  const active = all.flatMap((access) => access.assignments);
  expect(keysOf(active.filter((row) => row.assignmentType === "Assigned"))).toEqual(keysOf(state.assigned));
  expect(keysOf(active.filter((row) => row.assignmentType === "Activated"))).toEqual(keysOf(state.activated));
  expect(keysOf(all.flatMap((access) => access.eligibilities))).toEqual(keysOf(state.eligible));
  expect(keysOf(all.flatMap((access) => access.roleAssignments))).toEqual(keysOf(active));
});

test("everybody who holds something is known by kind", () => {
  for (const id of facts.breakGlassIds) {
    expect(everybody.get(id)).toMatchObject({ principal: { type: "user", accountEnabled: true } });
    expect(everybody.get(id)?.assignments.some(isStanding)).toBe(true);
  }
  for (const id of facts.servicePrincipalHolderIds) {
    expect(everybody.get(id)).toMatchObject({ principal: { type: "servicePrincipal" } });
  }
  expect([...everybody.values()].filter(({ principal }) => principal === null)).toEqual([]);
});

test("every role has its settings, its mark and its name; the tenant has licences and access controls", async () => {
  const read = await store.loadTenantFacts(inventoryId);
  const roleIds = (read?.roles ?? []).map(({ id }) => id).toSorted();
  expect(read?.roleSettings.map(({ roleDefinitionId }) => roleDefinitionId).toSorted()).toEqual(roleIds);
  expect(read?.roleSettings.every(({ rules }) => rules.length === 17)).toBe(true);
  expect(read?.roles.every(({ isPrivileged }) => isPrivileged !== null)).toBe(true);
  expect(read?.licences.some(({ isForPim, isUsable }) => isForPim && isUsable)).toBe(true);
  expect(read?.conditionalAccessPolicies).not.toEqual([]);
  const groupIds = [...everybody.values()].filter(({ principal }) => principal?.type === "group");
  expect(read?.groupMembers.map(({ id }) => id).toSorted()).toEqual(
    groupIds.map(({ principalId }) => principalId).toSorted(),
  );
});

test("of people is known when they signed in last and whether they can do multifactor authentication", () => {
  const people = [...everybody.values()].filter(({ principal }) => principal?.type === "user");
  expect(people.some(({ principal }) => principal?.lastSignIn.isKnown)).toBe(true);
  expect(people.some(({ mfaRegistration }) => mfaRegistration?.isMfaRegistered)).toBe(true);
});

test("the number of requests is within 5% of the least possible", async () => {
  const inventory = await store.readInventory(inventoryId);
  const read = await store.loadTenantFacts(inventoryId);
  if (inventory === null || read === null) throw new Error("the inventory is not there");
  const least = leastRequests(inventory.counts, await countPeople(read, accessPages(store, inventoryId)));
  expect(inventory.requestCount).toBeLessThanOrEqual(Math.floor(least * 1.05));
});

test("a reading whose owners die one after the other ends as one that nobody died in, and no stored page is asked for again", async () => {
  const { tenantId } = simulated.address;
  const { id } = await store.createInventory({ tenantId, requestedBy: "ada", idempotencyKey: null });
  for (const pageCount of [2, 5, 9]) {
    await expect(readInventory(engineParts(dyingAt(pageCount)), id)).rejects.toThrow("killed");
    expect(await store.readInventory(id)).toMatchObject({ state: "reading" });
    await pool.query("update inventories set lease_until = now() where id = $1", [id]);
  }
  await readInventory(engineParts(store), id);
  const [whole, pieced] = [await store.readInventory(inventoryId), await store.readInventory(id)];
  expect(pieced).toMatchObject({ state: "completed", counts: whole?.counts, reading: whole?.reading });
  const again = await store.readAccessPage(id, { afterPrincipalId: null, limit: 10_000 });
  expect(again).toEqual([...everybody.values()]);
});
