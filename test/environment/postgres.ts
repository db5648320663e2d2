import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openPool, startEmbeddedPostgres } from "@standdown/store";
import { inject } from "vitest";

const TEMPLATE = "standdown_template";

/** A server that lasts as long as a run of the tests. */
export type TestPostgres = {
  /** Whoever has it may create databases. */
  readonly adminUrl: string;
  close(): Promise<void>;
};

/** A migrated database of one suite. */
export type TestDatabase = {
  readonly databaseUrl: string;
  /** Drops it, also under connections that are still open. */
  close(): Promise<void>;
};

/** Starts the server of a run: real PostgreSQL in a folder of its own, with a migrated database to copy from. */
export async function startPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), "standdown-test-"));
  const server = await startEmbeddedPostgres({ dataDir, log: { info: () => undefined, warn: console.warn } });
  const adminUrl = server.databaseUrl;
  // Nothing here has to outlive the machine, only the processes.
  await execute(adminUrl, "alter system set fsync = off");
  await execute(adminUrl, "select pg_reload_conf()");
  await execute(adminUrl, `create database ${TEMPLATE}`);
  await migrate(urlOf(adminUrl, TEMPLATE));
  return {
    adminUrl,
    close: async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes a database for one suite by copying the migrated one. */
export async function startTestDatabase(): Promise<TestDatabase> {
  return await createDatabase(`template ${TEMPLATE}`);
}

/** Makes a database for one suite in which nothing is. */
export async function startEmptyDatabase(): Promise<TestDatabase> {
  return await createDatabase("template template0");
}

async function createDatabase(how: string): Promise<TestDatabase> {
  const adminUrl = inject("postgresAdminUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await execute(adminUrl, `create database ${name} ${how}`);
  return {
    databaseUrl: urlOf(adminUrl, name),
    close: async () => await execute(adminUrl, `drop database ${name} with (force)`),
  };
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function execute(databaseUrl: string, statement: string): Promise<void> {
  const pool = openPool(databaseUrl, { connectionsMax: 1, log: console });
  try {
    await pool.query(statement);
  } finally {
    await pool.end();
  }
}
