import type { SealedEntry } from "@standdown/domain";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import { entryOf, type LedgerRow } from "./ledger-row.ts";

type SealedRow = LedgerRow & { readonly position: number; readonly hash: string };

/** Sealed entries of a rollout after a position, in order; 0 for the first. What is not sealed yet is not shown. */
export async function readLedger(
  database: Database,
  rolloutId: string,
  from: { readonly afterPosition: number; readonly limit: number },
): Promise<readonly SealedEntry[]> {
  const { rows } = await sql<SealedRow>`
    select rollout_id, at, actor, wave_position, conversion_id, fact, position, hash
    from ledger where rollout_id = ${rolloutId} and position > ${from.afterPosition}
    order by position limit ${from.limit}
  `.execute(database);
  return rows.map((row) => ({ ...entryOf(row), position: row.position, hash: row.hash }));
}
