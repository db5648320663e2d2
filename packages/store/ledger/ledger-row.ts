import type { LedgerEntry, LedgerFact } from "@standdown/domain";
import { isoTime } from "../database.ts";

/** An entry as it is stored. */
export type LedgerRow = {
  readonly rollout_id: string;
  readonly at: Date;
  readonly actor: string;
  readonly wave_position: number | null;
  readonly conversion_id: string | null;
  readonly fact: LedgerFact;
};

/** The entry that a row holds. What is sealed is always this, never what was handed in. */
export function entryOf(row: LedgerRow): LedgerEntry {
  return {
    rolloutId: row.rollout_id,
    at: isoTime(row.at),
    actor: row.actor,
    wavePosition: row.wave_position,
    conversionId: row.conversion_id,
    fact: row.fact,
  };
}
