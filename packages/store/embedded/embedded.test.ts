import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DataFolderInUse } from "./data-folder-lock.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./start-embedded-postgres.ts";

const LOG = { info: () => undefined, warn: () => undefined };
const INDEX = new URL("../index.ts", import.meta.url).href;
const RECOVERY = { timeout: 20_000, interval: 50 };

let parent: string;
let dataDir: string;
const started: EmbeddedPostgres[] = [];

beforeEach(async () => {
  // Nobody but this process's user can enter it, and its name holds a space.
  parent = await mkdtemp(join(tmpdir(), "standdown embedded-"));
  dataDir = join(parent, "data");
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
  await rm(parent, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: LOG });
  started.push(server);
  return server;
}

async function query(databaseUrl: string, statement: string): Promise<readonly unknown[][]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: "array" });
    return rows;
  } finally {
    await client.end();
  }
}

async function postmasterPid(): Promise<number> {
  const text = await readFile(join(dataDir, "postgres", "cluster", "data", "postmaster.pid"), "utf8");
  return Number(text.split("\n")[0]);
}

test("it is real PostgreSQL on loopback with a password that only its owner can read, and keeps what is in it", async () => {
  const first = await start();
  expect(new URL(first.databaseUrl).hostname).toBe("127.0.0.1");
  expect(await query(first.databaseUrl, "show server_encoding")).toEqual([["UTF8"]]);
  expect(await query(first.databaseUrl, "show listen_addresses")).toEqual([["127.0.0.1"]]);
  const withoutPassword = first.databaseUrl.replace(/:[0-9a-f]{64}@/, ":wrong@");
  await expect(query(withoutPassword, "select 1")).rejects.toThrow("password authentication failed");
  expect((await stat(join(dataDir, "postgres", "password"))).mode & 0o077).toBe(0);
  await query(first.databaseUrl, "create table kept as select 7 as seven");
  await first.close();
  const second = await start();
  expect(second.databaseUrl).toBe(first.databaseUrl);
  expect(await query(second.databaseUrl, "select seven from kept")).toEqual([[7]]);
});

test("a second one on the same folder is refused with who has it", async () => {
  const { databaseUrl } = await start();
  const second = startEmbeddedPostgres({ dataDir, log: LOG });
  await expect(second).rejects.toThrow(DataFolderInUse);
  await expect(second).rejects.toThrow(`Process ${process.pid} is running Standdown on the data folder`);
  expect(await query(databaseUrl, "select 1")).toEqual([[1]]);
});

test("when the server is killed it comes back at the same address, and no row that was acknowledged is lost", async () => {
  const { databaseUrl } = await start();
  await query(databaseUrl, "create table acknowledged (id integer primary key)");
  let acknowledged = 0;
  const pid = await postmasterPid();
  const writer = new pg.Client({ connectionString: databaseUrl });
  writer.on("error", () => undefined);
  await writer.connect();
  await expect(async () => {
    for (;;) {
      await writer.query("insert into acknowledged values ($1)", [acknowledged + 1]);
      acknowledged += 1;
      if (acknowledged === 300) process.kill(pid, "SIGKILL");
    }
  }).rejects.toThrow(/terminat|connection|ECONN/i);
  await vi.waitFor(async () => {
    const [[count] = []] = await query(databaseUrl, "select count(*)::integer from acknowledged");
    expect(count).toBeGreaterThanOrEqual(acknowledged);
    expect(await postmasterPid()).not.toBe(pid);
  }, RECOVERY);
  expect(acknowledged).toBeGreaterThanOrEqual(300);
});

test("when the process that started it is killed, the next one takes the living server over", async () => {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(INDEX)});
    const log = { info() {}, warn() {} };
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log });
    console.log("ready");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  const pid = await postmasterPid();
  child.kill("SIGKILL");
  await once(child, "exit");
  const { databaseUrl } = await start();
  expect(await postmasterPid()).toBe(pid);
  expect(await query(databaseUrl, "select 1")).toEqual([[1]]);
});

test("a file that a killed server left and that names another program now does not keep it from starting", async () => {
  const server = await start();
  const pid = await postmasterPid();
  const file = join(dataDir, "postgres", "cluster", "data", "postmaster.pid");
  const left = await readFile(file, "utf8");
  const { uid, gid } = await stat(file);
  await server.close();
  const other = spawn("sleep", ["60"], { stdio: "ignore", uid, gid });
  try {
    await writeFile(file, left.replace(String(pid), String(other.pid)));
    expect(await query((await start()).databaseUrl, "select 1")).toEqual([[1]]);
  } finally {
    other.kill("SIGKILL");
  }
});

test("after its end nothing of it is left running", async () => {
  const server = await start();
  await server.close();
  await expect(postmasterPid()).rejects.toThrow("ENOENT");
  await expect(query(server.databaseUrl, "select 1")).rejects.toThrow("ECONNREFUSED");
});
