import { prepareBinaries } from "./binaries.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { initCluster } from "./init-cluster.ts";
import { databaseUrlOf } from "./postmaster.ts";
import { DATABASE_NAME, Supervisor, type EmbeddedLog } from "./supervisor.ts";

/** A PostgreSQL server of our own. */
export type EmbeddedPostgres = {
  /** Stays the same for as long as the server is ours, also when it had to be restarted. */
  readonly databaseUrl: string;
  /** Stops the server and waits until it is gone. */
  close(): Promise<void>;
};

/**
 * Starts real PostgreSQL in a folder, or takes over the one that a killed process left there, and keeps it running
 * until `close`. The folder is made at the first start; later ones find everything that was committed. Throws
 * `DataFolderInUse` where another process has the folder, and with a sentence that says why where the server can't
 * be started.
 */
export async function startEmbeddedPostgres(options: {
  readonly dataDir: string;
  readonly log: EmbeddedLog;
}): Promise<EmbeddedPostgres> {
  const folder = await prepareDataFolder(options.dataDir);
  const binaries = await prepareBinaries(folder.user !== null);
  await initCluster(binaries, folder);
  const supervisor = new Supervisor({ ...options, binaries, folder });
  const port = await supervisor.start();
  return {
    databaseUrl: databaseUrlOf(folder, port, DATABASE_NAME),
    close: async () => await supervisor.close(),
  };
}
