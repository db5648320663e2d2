import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chown, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { hasCluster, openForServer, type DataFolder } from "./data-folder.ts";

/**
 * Makes the cluster where there is none: UTF-8, the C locale (the same order of texts on every machine), passwords
 * required. It is made aside and moved to its place when it is whole, so that a kill in the middle leaves none.
 */
export async function initCluster(binaries: Binaries, folder: DataFolder): Promise<void> {
  if (await hasCluster(folder)) return;
  const draft = `draft-${randomUUID()}`;
  const passwordFile = join(folder.cluster, `${draft}.password`);
  await writeFile(passwordFile, `${folder.password}\n`, { mode: 0o600 });
  if (folder.user !== null) await chown(passwordFile, folder.user.uid, folder.user.gid);
  try {
    await runInitdb(binaries.initdb, folder, draft);
    await rename(join(folder.cluster, draft), join(folder.cluster, "data"));
  } catch (error) {
    // Another process may have been first: its cluster is as good as ours.
    if (!(await hasCluster(folder))) throw error;
  } finally {
    await rm(passwordFile, { force: true });
    await rm(join(folder.cluster, draft), { recursive: true, force: true });
  }
}

async function runInitdb(initdb: string, folder: DataFolder, draft: string): Promise<void> {
  const { path, handle } = await openForServer(folder);
  const child = spawn(
    initdb,
    [
      `--pgdata=${path}/${draft}`,
      `--pwfile=${path}/${draft}.password`,
      "--username=standdown",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
    ],
    {
      stdio: ["ignore", "pipe", "pipe", ...(handle === null ? [] : [handle.fd])],
      cwd: "/",
      env: { LC_ALL: "C", PATH: process.env["PATH"] },
      ...folder.user,
    },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  }
  try {
    const code = await new Promise<number | null>((settle, fail) => {
      child.once("error", fail);
      child.once("close", settle);
    });
    if (code !== 0) throw new Error(`PostgreSQL's data folder could not be made:\n${said.join("").trim()}`);
  } finally {
    await handle?.close();
  }
}
