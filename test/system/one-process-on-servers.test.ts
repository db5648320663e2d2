import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startOneProcess, takeInventory } from "@standdown/cli/demo";
import { expect, inject, onTestFinished, test } from "vitest";
import { startEmptyDatabase } from "../environment/postgres.ts";
import { startSmallTenant } from "../stand/tenant.ts";

test("the one process with DATABASE_URL and REDIS_URL migrates and uses those, and starts no database of its own", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-system-"));
  const database = await startEmptyDatabase();
  const tenant = await startSmallTenant();
  const running = await startOneProcess({
    dataDir,
    environment: {
      ...tenant.environment,
      DATABASE_URL: database.databaseUrl,
      REDIS_URL: new URL("/3", inject("redisUrl")).href,
    },
  });
  onTestFinished(async () => {
    await running.process.stop();
    await tenant.process.stop();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const { counts } = await takeInventory(running.client);
  expect(counts.assignments).toBeGreaterThan(50);
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
}, 60_000);
