import pg from "pg";
import { ADVISORY_LOCKS } from "../database.ts";
import { pendingMigrations, SchemaTooOld, type AppliedMigration } from "./check-schema.ts";
import { readMigrations } from "./migrations.ts";

/** Anything that answers a statement: a client or a pool. */
type Queryable = Pick<pg.Pool, "query">;

/**
 * Brings a database to this release's schema; answers the versions that it applied. Any number of processes may
 * do it at once: one works, the others wait and find nothing left. Throws `SchemaTooNew` and `MigrationChanged`.
 */
export async function migrate(databaseUrl: string): Promise<readonly number[]> {
  const known = await readMigrations();
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "standdown migrate" });
  await client.connect();
  try {
    // A session's lock, not a transaction's: each migration is a transaction of its own. It ends with the session.
    await client.query("select pg_advisory_lock($1)", [ADVISORY_LOCKS.migrate]);
    await client.query(
      `create table if not exists schema_migrations (
         version integer primary key,
         name text not null,
         sha256 text not null,
         applied_at timestamptz not null default now()
       )`,
    );
    const pending = pendingMigrations(known, await readApplied(client));
    for (const { version, name, text, sha256 } of pending) {
      await client.query("begin");
      await client.query(text);
      await client.query("insert into schema_migrations (version, name, sha256) values ($1, $2, $3)", [
        version,
        name,
        sha256,
      ]);
      await client.query("commit");
    }
    return pending.map(({ version }) => version);
  } finally {
    await client.end();
  }
}

/**
 * Refuses a database that this release can't work on: throws `SchemaTooNew`, `SchemaTooOld` (with "run migrate")
 * or `MigrationChanged`.
 */
export async function assertSchemaCurrent(database: Queryable): Promise<void> {
  const known = await readMigrations();
  const applied = (await hasHistory(database)) ? await readApplied(database) : [];
  const pending = pendingMigrations(known, applied);
  if (pending.length > 0) throw new SchemaTooOld(applied.at(-1)?.version ?? 0, known.length);
}

async function hasHistory(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>(
    "select to_regclass('schema_migrations') is not null as found",
  );
  return rows[0]?.found === true;
}

async function readApplied(database: Queryable): Promise<readonly AppliedMigration[]> {
  const { rows } = await database.query<AppliedMigration>(
    "select version, name, sha256 from schema_migrations order by version",
  );
  return rows;
}
