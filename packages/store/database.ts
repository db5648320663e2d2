import { sql, type Kysely, type RawBuilder, type Transaction } from "kysely";

/** Where statements go: a pool, or one transaction of it. */
export type Database = Kysely<unknown>;
/** One transaction. */
export type Unit = Transaction<unknown>;

/** Each is held for one transaction or, by the migrations and the embedded server, for one session. */
export const ADVISORY_LOCKS = {
  migrate: 5_301_001,
  refill: 5_301_002,
  seal: 5_301_003,
  dataFolder: 5_301_004,
  finishCompilation: 5_301_005,
  review: 5_301_006,
  schedule: 5_301_007,
  settings: 5_301_008,
} as const;

/**
 * Takes a lock until the transaction ends, or answers false at once. It is a statement of its own, so that what
 * follows in the transaction sees everything that the former holder wrote.
 */
export async function tryLock(unit: Unit, lock: number): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${lock}) as got`.execute(
    unit,
  );
  return rows[0]?.got === true;
}

/** The time that is so many milliseconds from now, by the clock of the database: leases know no other. */
export function fromNow(durationMs: number): RawBuilder<Date> {
  return sql<Date>`(now() + ${durationMs}::double precision * interval '1 millisecond')`;
}

/** A document as a parameter; lists too, which the driver would make an SQL array of. */
export function json(document: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(document)}::jsonb`;
}

/** RFC 3339 in UTC with milliseconds, as every time of the domain is written. */
export function isoTime(at: Date | string): string {
  return new Date(at).toISOString();
}

/** The same, where there may be none. */
export function isoTimeOrNull(at: Date | string | null): string | null {
  return at === null ? null : isoTime(at);
}
