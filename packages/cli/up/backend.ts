import { createPostgresQueue, createRedisQueue, type Queue } from "@standdown/queue";
import type { ConfigOf, Log, ProcessLife } from "@standdown/runtime";
import { createStore, migrate, openPool, startEmbeddedPostgres, type Store } from "@standdown/store";

/** The truth and the delivery, opened. */
export type Backend = { readonly store: Store; readonly queue: Queue };

const CONNECTIONS_MAX = 20;

/**
 * Opens the truth and the delivery: on servers where these are configured, else both on an embedded PostgreSQL in
 * the data folder. The schema is brought up to date first.
 */
export async function openBackend(
  config: Pick<ConfigOf["embedded"], "backend" | "dataDir">,
  life: Pick<ProcessLife, "onClose">,
  log: Log,
): Promise<Backend> {
  const { backend, dataDir } = config;
  const databaseUrl =
    backend.kind === "servers" ? backend.databaseUrl : await startDatabase(dataDir, life, log);
  await migrate(databaseUrl);
  const store = createStore(openPool(databaseUrl, { connectionsMax: CONNECTIONS_MAX, log }));
  life.onClose({ name: "store", close: store.close });
  const queue =
    backend.kind === "servers"
      ? createRedisQueue({ redisUrl: backend.redisUrl })
      : await createPostgresQueue({ databaseUrl });
  life.onClose({ name: "queue", close: () => queue.close() });
  return { store, queue };
}

async function startDatabase(dataDir: string, life: Pick<ProcessLife, "onClose">, log: Log): Promise<string> {
  const database = await startEmbeddedPostgres({ dataDir, log });
  life.onClose({ name: "database", close: () => database.close() });
  return database.databaseUrl;
}
