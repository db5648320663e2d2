import { readFile } from "node:fs/promises";
import { readPidFile } from "./postmaster.ts";
import type { DataFolder } from "./data-folder.ts";

/**
 * The process that the folder's `postmaster.pid` names, where it is no running PostgreSQL: a killed server that nobody
 * reaped, or another program that got the same id after a restart of the machine or the container. PostgreSQL itself
 * only sees that the process is there, and would refuse to start. Null: it is one, it is gone, or it can't be told.
 */
export async function readStalePid(folder: DataFolder): Promise<number | null> {
  const { pid } = await readPidFile(folder);
  if (process.platform !== "linux" || pid <= 0) return null;
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(text) ?? [];
  return name === "postgres" && state !== "Z" ? null : pid;
}
