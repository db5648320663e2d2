import type { LedgerEntry } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";

/** Writes ledger entries down, in order. They get their place in the chain when the ledger is sealed. */
export async function appendEntries(database: Database, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into ledger (rollout_id, at, actor, wave_position, conversion_id, fact)
    select (entry ->> 'rolloutId')::uuid, (entry ->> 'at')::timestamptz, entry ->> 'actor',
      (entry ->> 'wavePosition')::integer, (entry ->> 'conversionId')::uuid, entry -> 'fact'
    from jsonb_array_elements(${json(entries)}) with ordinality as listed (entry, place)
    order by place
  `.execute(database);
}
