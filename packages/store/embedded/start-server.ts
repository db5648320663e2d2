import { spawn, type ChildProcess } from "node:child_process";
import { open, readFile, stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Binaries } from "./binaries.ts";
import { openForServer, type DataFolder } from "./data-folder.ts";
import { findPostmaster, type Postmaster } from "./postmaster.ts";
import { readStalePid } from "./stale-pid.ts";

/** Recovery after a kill reads back what was written since the last checkpoint: seconds, not minutes. */
const READY_WITHIN_MS = 120_000;
const LOOK_AGAIN_MS = 25;
const LOG_MAX_BYTES = 10_000_000;
const LOG_TAIL_LINES = 12;

/**
 * Autovacuum is eager because the queue's and the conversions' rows change all the time; the rest are defaults for
 * one process on one machine. Reached over loopback with a password only.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  autovacuum_naptime: "5s",
  autovacuum_vacuum_cost_delay: "0",
  timezone: "UTC",
  jit: "off",
};

/**
 * Starts a server on the folder and waits until it answers. It runs in a session of its own: a signal that the
 * terminal sends to this process does not reach it, and it outlives this process, to be taken over by the next.
 * Throws with the end of the server's log where it ends before it answers.
 */
export async function startServer(binaries: Binaries, folder: DataFolder, port: number): Promise<Postmaster> {
  const child = await spawnServer(binaries.postgres, folder, port);
  const ended = new Promise<"ended">((settle) => {
    child.once("exit", () => settle("ended"));
    child.once("error", () => settle("ended"));
  });
  const end = Date.now() + READY_WITHIN_MS;
  while (Date.now() < end) {
    const next = await Promise.race([ended, delay(LOOK_AGAIN_MS)]);
    if (next === "ended") break;
    const postmaster = await findPostmaster(folder);
    if (postmaster !== null && postmaster.pid === child.pid) return postmaster;
  }
  child.kill("SIGQUIT");
  throw new Error(
    `PostgreSQL did not start. The end of its log (${folder.logFile}):\n${await logTail(folder)}`,
  );
}

async function spawnServer(postgres: string, folder: DataFolder, port: number): Promise<ChildProcess> {
  // The name under which PostgreSQL is told of a process that does not count; it still looks whether shared memory is in
  // use, which is what keeps two servers apart.
  const stalePid = await readStalePid(folder);
  const ignored = stalePid === null ? {} : { PG_GRANDPARENT_PID: String(stalePid) };
  const { path, handle } = await openForServer(folder);
  const isLogLong = await stat(folder.logFile)
    .then(({ size }) => size > LOG_MAX_BYTES)
    .catch(() => false);
  const log = await open(folder.logFile, isLogLong ? "w" : "a", 0o600);
  try {
    const settings = Object.entries({ ...SETTINGS, port: String(port) });
    const child = spawn(
      postgres,
      ["-D", `${path}/data`, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      {
        stdio: ["ignore", log.fd, log.fd, ...(handle === null ? [] : [handle.fd])],
        cwd: "/",
        env: { LC_ALL: "C", PATH: process.env["PATH"], ...ignored },
        detached: true,
        ...folder.user,
      },
    );
    child.unref();
    return child;
  } finally {
    await log.close();
    await handle?.close();
  }
}

async function logTail({ logFile }: DataFolder): Promise<string> {
  const text = await readFile(logFile, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-LOG_TAIL_LINES).join("\n");
}
