import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import { ADVISORY_LOCKS } from "../database.ts";

/** How long a former owner may take to be noticed as gone: its connection breaks when it dies. */
const OWNER_LEAVES_WITHIN_MS = 2000;
const LOOK_AGAIN_MS = 50;

/** Another process works on this data folder: there is one embedded Standdown a folder. */
export class DataFolderInUse extends Error {
  constructor(dataDir: string, owner: string | null) {
    const who = owner === null ? "Another process" : `Process ${owner}`;
    super(
      `${who} is running Standdown on the data folder ${dataDir}: stop it, or set DATA_DIR to another folder. ` +
        "To run several processes, set DATABASE_URL and REDIS_URL.",
    );
  }
}

/**
 * Takes the folder for as long as the connection lives: the database itself releases it when this process dies in
 * whatever way. False: it is another's.
 */
export async function lockDataFolder(client: Client): Promise<boolean> {
  const end = Date.now() + OWNER_LEAVES_WITHIN_MS;
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>("select pg_try_advisory_lock($1) as got", [
      ADVISORY_LOCKS.dataFolder,
    ]);
    if (rows[0]?.got === true) return true;
    if (Date.now() > end) return false;
    await delay(LOOK_AGAIN_MS);
  }
}

/** The process id of the owner, as it named itself. Null: it is not known any more. */
export async function readOwner(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objid = $1
       and l.database = (select oid from pg_database where datname = current_database())`,
    [ADVISORY_LOCKS.dataFolder],
  );
  return /^standdown (\d+)$/.exec(rows[0]?.name ?? "")?.[1] ?? null;
}
