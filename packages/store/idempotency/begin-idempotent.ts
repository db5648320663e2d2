import { sql } from "kysely";
import type { Database } from "../database.ts";

/** An answer as it was given, to be given again. */
export type StoredAnswer = {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
};

/** Who sent which request under which key. */
export type IdempotentRequest = {
  readonly subject: string;
  readonly key: string;
  readonly requestDigest: string;
};

/**
 * `new`: go on, and finish it. `inProgress`: somebody carries it out. `mismatch`: the key was used for another
 * request. `replay`: it was carried out, and this was its answer.
 */
export type IdempotentStart =
  | { readonly outcome: "new" | "inProgress" | "mismatch" }
  | { readonly outcome: "replay"; readonly answer: StoredAnswer };

/** Whoever carries a request out for longer than this is taken for dead, and the next one takes over. */
const TAKEN_OVER_AFTER = sql`interval '60 seconds'`;

/** Begins a request that must happen once. The insert decides which of two at the same time is the first. */
export async function beginIdempotent(
  database: Database,
  { subject, key, requestDigest }: IdempotentRequest,
): Promise<IdempotentStart> {
  const { rows: begun } = await sql`
    insert into idempotency_keys as k (subject, key, request_digest) values (${subject}, ${key}, ${requestDigest})
    on conflict (subject, key) do update set begun_at = now()
    where k.answer is null and k.request_digest = excluded.request_digest
      and k.begun_at <= now() - ${TAKEN_OVER_AFTER}
    returning key
  `.execute(database);
  if (begun.length > 0) return { outcome: "new" };
  const { rows } = await sql<{ request_digest: string; answer: StoredAnswer | null }>`
    select request_digest, answer from idempotency_keys where subject = ${subject} and key = ${key}
  `.execute(database);
  const [former] = rows;
  // Not there any more: the first was refused and freed its key at this moment. Its repetition may be sent again.
  if (former === undefined) return { outcome: "inProgress" };
  if (former.request_digest !== requestDigest) return { outcome: "mismatch" };
  return former.answer === null ? { outcome: "inProgress" } : { outcome: "replay", answer: former.answer };
}
