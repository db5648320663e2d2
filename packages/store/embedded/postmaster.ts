import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { DataFolder } from "./data-folder.ts";

/** A server that was seen to answer on the data folder. */
export type Postmaster = { readonly pid: number; readonly port: number };

const CONNECT_TIMEOUT_MS = 5000;
const STOP_WITHIN_MS = 15_000;
/** The file holds the time at which the process began, the server tells when it opened for work. */
const STARTS_WITHIN_S = 10;
const LOOK_AGAIN_MS = 25;

/** The address of a database of the server. */
export function databaseUrlOf({ password }: DataFolder, port: number, database: string): string {
  return `postgres://standdown:${password}@127.0.0.1:${port}/${database}`;
}

/** A new connection to the server. */
export async function connect(folder: DataFolder, port: number, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrlOf(folder, port, database),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: `standdown ${process.pid}`,
  });
  // A connection that breaks says so here too, and an event that nobody hears would end the process.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/**
 * The server that runs on the folder now, also one that outlived the process that started it. Null: none answers. It
 * is ours when it takes the folder's password and was started when the folder's `postmaster.pid` says.
 */
export async function findPostmaster(folder: DataFolder): Promise<Postmaster | null> {
  const { pid, startedAtS, port } = await readPidFile(folder);
  if (!isAlive(pid) || port === 0) return null;
  let client: pg.Client;
  try {
    client = await connect(folder, port, "postgres");
  } catch {
    return null;
  }
  try {
    const { rows } = await client.query<{ started: string }>(
      "select floor(extract(epoch from pg_postmaster_start_time()))::bigint as started",
    );
    const isOurs = Math.abs(Number(rows[0]?.started) - startedAtS) <= STARTS_WITHIN_S;
    return isOurs ? { pid, port } : null;
  } finally {
    await client.end();
  }
}

/** Stops the server fast: what runs is broken off, what was committed is kept. Waits until it is gone. */
export async function stopPostmaster(folder: DataFolder, { pid }: Postmaster): Promise<void> {
  // On Windows a signal ends a process at once; PostgreSQL then recovers at its next start.
  if (!signal(pid, "SIGINT")) return;
  if (await isGoneWithin(folder, pid, STOP_WITHIN_MS)) return;
  signal(pid, "SIGQUIT");
  if (!(await isGoneWithin(folder, pid, STOP_WITHIN_MS))) {
    throw new Error(`PostgreSQL (process ${pid}) does not stop`);
  }
}

/** True while a process of this id runs. */
function isAlive(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && signal(pid, 0);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/**
 * The server takes its file away as the last thing it does. Its process can stay listed long after that, where it
 * outlived who started it and nobody reaps it.
 */
async function isGoneWithin(folder: DataFolder, pid: number, durationMs: number): Promise<boolean> {
  const end = Date.now() + durationMs;
  while (isAlive(pid) && (await readPidFile(folder)).pid === pid) {
    if (Date.now() > end) return false;
    await delay(LOOK_AGAIN_MS);
  }
  return true;
}

/** What the server wrote into its `postmaster.pid`; zeros where there is none. */
export async function readPidFile({
  cluster,
}: DataFolder): Promise<{ pid: number; startedAtS: number; port: number }> {
  const text = await readFile(join(cluster, "data", "postmaster.pid"), "utf8").catch(() => "");
  const [pid, , startedAtS, port] = text.split("\n").map(Number);
  return { pid: pid ?? 0, startedAtS: startedAtS ?? 0, port: port ?? 0 };
}
