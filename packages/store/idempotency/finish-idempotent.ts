import { sql } from "kysely";
import { json, type Database } from "../database.ts";
import type { IdempotentRequest, StoredAnswer } from "./begin-idempotent.ts";

/** Keeps the answer of a request that was begun. Null frees the key: nothing was done under it. */
export async function finishIdempotent(
  database: Database,
  { subject, key, requestDigest }: IdempotentRequest,
  answer: StoredAnswer | null,
): Promise<void> {
  const isThis = sql`subject = ${subject} and key = ${key} and request_digest = ${requestDigest} and answer is null`;
  await (
    answer === null
      ? sql`delete from idempotency_keys where ${isThis}`
      : sql`update idempotency_keys set answer = ${json(answer)} where ${isThis}`
  ).execute(database);
}
