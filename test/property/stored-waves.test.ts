import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compilePlan, INVENTORY_KINDS, manifestDigest, type Inventory, type Plan } from "@standdown/domain";
import { compileRollout } from "@standdown/engine";
import { createStore, openPool, type Store } from "@standdown/store";
import { startTestDatabase, type TestDatabase } from "../environment/postgres.ts";
import { TENANT_ID } from "./tenant-arbitrary.ts";
import { arbitrarySelectingPlan, arbitraryWorld } from "./waves-arbitrary.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const LEASE_MS = 60_000;

let database: TestDatabase;
let pool: ReturnType<typeof openPool>;
let store: Store;
beforeAll(async () => {
  database = await startTestDatabase();
  pool = openPool(database.databaseUrl, { connectionsMax: 4, log: { warn: () => undefined } });
  store = createStore(pool);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

test("a tenant that is worked through in the database compiles to the same manifest as one in memory", async () => {
  await fc.assert(
    fc.asyncProperty(arbitrarySelectingPlan, arbitraryWorld, async (plan, inventory) => {
      const readable = withDistinctIds(inventory);
      const inMemory = compilePlan({
        plan,
        inventory: readable,
        now: NOW,
        former: null,
        ownAppId: null,
        guards: [],
      });
      if (!inMemory.ok) throw new Error(JSON.stringify(inMemory.problems));
      const { manifest } = inMemory;
      expect(await compileStored(plan, readable)).toEqual({
        digest: manifestDigest(manifest),
        approvalMinimum: manifest.approvalMinimum,
        waves: manifest.waves.map(({ conversionCount, mutesAssignmentMails }) => [
          conversionCount,
          mutesAssignmentMails,
        ]),
      });
    }),
    { numRuns: 25 },
  );
}, 60_000);

/** Stored rows need ids of their own. */
function withDistinctIds(inventory: Inventory): Inventory {
  const eligibilities = inventory.eligibilities.map((row, at) => ({ ...row, id: `eligibility-${at}` }));
  return { ...inventory, tenantId: TENANT_ID, eligibilities };
}

async function compileStored(
  plan: Plan,
  inventory: Inventory,
): Promise<{
  digest: string | null;
  approvalMinimum: number | undefined;
  waves: [conversionCount: number, mutesAssignmentMails: boolean][];
}> {
  const { id, inventoryId } = await store.createRollout({
    plan,
    planDigest: "p".repeat(64),
    author: "ada",
    inventoryId: null,
    idempotencyKey: null,
  });
  const claim = await store.claimInventory(inventoryId, LEASE_MS);
  if (claim === null) throw new Error("the inventory can't be claimed");
  for (const kind of INVENTORY_KINDS) {
    await store.savePage(
      claim,
      Object.assign({ kind: "roles" as const, rows: [] }, { kind, rows: inventory[kind] }),
      LEASE_MS,
    );
  }
  await store.endInventory(claim, { state: "completed", endedAt: NOW.toISOString() });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  await compileRollout(
    {
      store,
      clock: { now: () => NOW },
      log,
      newId: randomUUID,
      ownAppId: null,
      guards: [],
      timing: { proofIntervalMs: 10_000, minimumAgeMs: 300_000 },
    },
    id,
  );
  const rollout = await store.loadRollout(id);
  // Two rollouts never move the same people: the next one finds this one ended.
  await pool.query("update rollouts set state = 'aborted' where id = $1", [id]);
  return {
    digest: rollout?.manifestDigest ?? null,
    approvalMinimum: rollout?.approvalMinimum,
    waves: (rollout?.waves ?? []).map(({ counts, mutesAssignmentMails }) => [
      counts.pending,
      mutesAssignmentMails,
    ]),
  };
}
