import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillPlan, startSimulatedTenant } from "@standdown/cli/demo";
import { accessPages, checkPlan } from "@standdown/domain";
import { compileRollout, readInventory, reviewInventory, type EngineParts } from "@standdown/engine";
import { createTenant } from "@standdown/graph";
import { createLog, loadConfig } from "@standdown/runtime";
import { createStore, migrate, openPool, startEmbeddedPostgres, type Store } from "@standdown/store";
import { countPeople, leastRequests } from "../stand/least-requests.ts";
import { liftLimits } from "../stand/trouble.ts";
import { heldWhile, type Held } from "./held-memory.ts";
import { printTable } from "./print-table.ts";

const SIZES = [1000, 10_000, 100_000];
const EXAMPLE = new URL("../../examples/remaining-roles.yaml", import.meta.url);

type Measured = {
  readonly admins: number;
  readonly rowCount: number;
  readonly requestCount: number;
  readonly leastCount: number;
  readonly inventory: Held;
  readonly compile: Held;
  readonly review: Held;
};

const WORKS = ["inventory", "compile", "review"] as const;

const log = createLog({ name: "bench", level: "error" });
/** What the work needs of an engine besides its store and its tenant. */
const NO_ENGINE: Omit<EngineParts, "store" | "tenant"> = {
  queue: { add: async () => undefined },
  clock: { now: () => new Date() },
  log,
  timing: { proofIntervalMs: 10_000, minimumAgeMs: 300_000 },
  newId: randomUUID,
  leaseMs: 30_000,
  windowMax: 1,
  sweepMs: 30_000,
  ownAppId: null,
};
const measured: Measured[] = [];
for (const admins of SIZES) measured.push(await measure(admins));
print();

/** Real PostgreSQL, the real Graph client over https, and a tenant without limits: nothing but the work takes time. */
async function measure(admins: number): Promise<Measured> {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-bench-"));
  const simulated = await startSimulatedTenant({
    seed: 7,
    source: { admins },
    minimumAge: "PT5M",
    proofInterval: "PT10S",
    lagFactor: 1,
  });
  await liftLimits(simulated);
  const server = await startEmbeddedPostgres({ dataDir, log });
  await migrate(server.databaseUrl);
  const store = createStore(openPool(server.databaseUrl, { connectionsMax: 4, log }));
  const tenant = createTenant(loadConfig({ ...simulated.environment, DATA_DIR: "." }, "embedded").tenant);
  try {
    const parts = { ...NO_ENGINE, store, tenant };
    const { tenantId, breakGlassIds } = await simulated.readFacts();
    const checked = checkPlan(
      fillPlan(readFileSync(EXAMPLE, "utf8"), { tenantId, emergencyAccessIds: breakGlassIds }),
    );
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
    const { id, inventoryId } = await store.createRollout({
      plan: checked.plan,
      planDigest: "0".repeat(64),
      author: "bench",
      inventoryId: null,
      idempotencyKey: null,
    });
    const inventory = await heldWhile(() => readInventory(parts, inventoryId));
    const compile = await heldWhile(() => compileRollout(parts, id));
    const review = await heldWhile(() => reviewInventory(parts, inventoryId));
    const rollout = await store.readRollout(id);
    if (rollout?.state !== "planned") throw new Error(JSON.stringify(rollout?.problems));
    return { admins, inventory, compile, review, ...(await countsOf(store, inventoryId)) };
  } finally {
    await tenant.close();
    await store.close();
    await server.close();
    await simulated.process.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** How much there was, and how often the tenant was asked. */
async function countsOf(
  store: Store,
  inventoryId: string,
): Promise<Pick<Measured, "rowCount" | "requestCount" | "leastCount">> {
  const [inventory, facts] = [
    await store.readInventory(inventoryId),
    await store.loadTenantFacts(inventoryId),
  ];
  if (inventory === null || facts === null) throw new Error("the inventory is not there");
  const people = await countPeople(facts, accessPages(store, inventoryId));
  const { requestCount, counts } = inventory;
  const rowCount = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { rowCount, requestCount, leastCount: leastRequests(counts, people) };
}

function print(): void {
  printTable("Requests of an inventory", [
    ["administrators", "rows", "requests", "least possible", "ratio"],
    ...measured.map(({ admins, rowCount, requestCount, leastCount }) => [
      String(admins),
      String(rowCount),
      String(requestCount),
      String(leastCount),
      (requestCount / leastCount).toFixed(3),
    ]),
  ]);
  printTable("Most memory held, in MB, by administrators", [
    ["work", ...measured.map(({ admins }) => String(admins)), "largest : smallest"],
    ...WORKS.map((work) => {
      const peaks = measured.map((one) => one[work].peakMb);
      const ratio = (peaks.at(-1) ?? Number.NaN) / (peaks[0] ?? Number.NaN);
      return [work, ...peaks.map(String), ratio.toFixed(2)];
    }),
  ]);
  printTable("Seconds, by administrators", [
    ["work", ...measured.map(({ admins }) => String(admins)), "largest : smallest"],
    ...WORKS.map((work) => {
      const seconds = measured.map((one) => one[work].ms / 1000);
      const ratio = (seconds.at(-1) ?? Number.NaN) / (seconds[0] ?? Number.NaN);
      return [work, ...seconds.map((value) => value.toFixed(1)), ratio.toFixed(0)];
    }),
  ]);
}
