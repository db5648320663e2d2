import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  accessByPrincipal,
  compareAccess,
  DIFFERENCE_KINDS,
  INVENTORY_KINDS,
  type AccessDifference,
  type Inventory,
  type InventoryPage,
  type NamedDifference,
  type PrincipalAccess,
} from "@standdown/domain";
import { createStore, openPool, type Store } from "@standdown/store";
import { startTestDatabase, type TestDatabase } from "../environment/postgres.ts";
import { arbitraryInventory, TENANT_ID } from "./tenant-arbitrary.ts";

const LEASE_MS = 60_000;

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await startTestDatabase();
  store = createStore(openPool(database.databaseUrl, { connectionsMax: 4, log: { warn: () => undefined } }));
});
afterAll(async () => {
  await store.close();
  await database.close();
});

/** Stores an inventory as if it had been read; each eligible row needs an id of its own for that. */
async function stored(inventory: Inventory): Promise<string> {
  const { id } = await store.createInventory({
    tenantId: TENANT_ID,
    requestedBy: "ada",
    idempotencyKey: null,
  });
  const claim = await store.claimInventory(id, LEASE_MS);
  if (claim === null) throw new Error("the inventory could not be claimed");
  const eligibilities = inventory.eligibilities.map((row) => ({ ...row, id: randomUUID() }));
  for (const kind of INVENTORY_KINDS) {
    const page = { kind, rows: kind === "eligibilities" ? eligibilities : inventory[kind] };
    await store.savePage(claim, pageOf(page), LEASE_MS);
  }
  await store.endInventory(claim, { state: "completed", endedAt: "2026-11-01T00:00:00.000Z" });
  return id;
}

function pageOf(page: { readonly kind: string; readonly rows: readonly unknown[] }): InventoryPage {
  return JSON.parse(JSON.stringify(page));
}

function nobody(principalId: string): PrincipalAccess {
  return {
    principalId,
    principal: null,
    mfaRegistration: null,
    roleAssignments: [],
    assignments: [],
    eligibilities: [],
  };
}

function expected(earlier: Inventory, later: Inventory): AccessDifference[] {
  const before = new Map(accessByPrincipal(earlier).map((access) => [access.principalId, access]));
  const after = new Map(accessByPrincipal(later).map((access) => [access.principalId, access]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id) =>
    compareAccess(before.get(id) ?? nobody(id), after.get(id) ?? nobody(id)),
  );
}

/** Page by page, so that cursors are tried, too. */
async function found(earlierId: string, laterId: string): Promise<NamedDifference[]> {
  const all: NamedDifference[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store["listDifferences"]>> = await store.listDifferences(
      { earlierId, laterId },
      { cursor, limit: 7 },
    );
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}

function textOf(difference: AccessDifference): string {
  const { kind, principalId, roleDefinitionId, directoryScopeId, appScopeId, changed } = difference;
  const changes = changed.map(({ property, from, to }) => [property, from, to]);
  return JSON.stringify([kind, principalId, roleDefinitionId, directoryScopeId, appScopeId, changes]);
}

test("the database finds the differences that the domain defines, each once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryInventory, arbitraryInventory, async (earlier, later) => {
      const [earlierId, laterId] = [await stored(earlier), await stored(later)];
      const differences = await found(earlierId, laterId);
      const wanted = expected(earlier, later);
      expect(differences.map(textOf).toSorted()).toEqual(wanted.map(textOf).toSorted());
      const order = differences.map(
        ({ principalId, kind }) => `${principalId} ${DIFFERENCE_KINDS.indexOf(kind)}`,
      );
      expect(order).toEqual(order.toSorted());
      const { counts, byRole } = await store.countDifferences({ earlierId, laterId });
      for (const kind of DIFFERENCE_KINDS) {
        expect(counts[kind]).toBe(wanted.filter((difference) => difference.kind === kind).length);
      }
      expect(byRole.reduce((sum, role) => sum + role.standingAdded, 0)).toBe(counts.standingAdded);
      expect(await found(laterId, laterId)).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
