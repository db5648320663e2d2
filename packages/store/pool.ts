import pg from "pg";

const CONNECT_TIMEOUT_MS = 10_000;

/** Where the pool says that an idle connection broke; pino fits. */
export type PoolLog = { warn(fields: object, message: string): void };

/**
 * Opens a pool of connections. A connection that breaks while it is idle is logged and replaced: the statement
 * that needs one next gets a new one, or throws.
 */
export function openPool(databaseUrl: string, options: { connectionsMax: number; log: PoolLog }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.connectionsMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "standdown",
  });
  pool.on("error", (error) => options.log.warn({ err: error }, "a database connection broke"));
  return pool;
}
