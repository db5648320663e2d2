import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmptyDatabase, type TestDatabase } from "../environment/postgres.ts";
import { startService } from "../stand/separate-processes.ts";

const SERVICES = ["api", "status", "worker"] as const;
const TENANT = {
  AZURE_TENANT_ID: "11111111-1111-4111-8111-111111111111",
  AZURE_CLIENT_ID: "11111111-1111-4111-8111-111111111112",
  AZURE_CLIENT_SECRET: "none",
};

let database: TestDatabase;
beforeAll(async () => {
  database = await startEmptyDatabase();
});
afterAll(() => database.close());

test.each(SERVICES)("%s refuses a database that was not migrated, and says what to do", async (name) => {
  const start = startService(name, {
    ...TENANT,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: "redis://127.0.0.1:1",
    AUTH_TOKENS_FILE: import.meta.filename,
  });
  await expect(start).rejects.toThrow(/run migrate/);
});

test.each(SERVICES)("%s by itself refuses to start without its servers, with every mistake", async (name) => {
  const start = startService(name, { ...TENANT, DATABASE_URL: "", REDIS_URL: "", AUTH_TOKENS_FILE: "" });
  await expect(start).rejects.toThrow(/DATABASE_URL[\s\S]*REDIS_URL/);
});
