import type { ConversionsChange } from "@standdown/domain";
import { sql, type RawBuilder } from "kysely";
import type { Unit } from "../database.ts";

/** What happens to a set of conversions of one rollout, by whom and when. */
export type SetChange = ConversionsChange & {
  readonly rolloutId: string;
  readonly at: string;
  readonly actor: string;
};

/** Changes a set of conversions and writes a ledger entry for each that moved. */
export type SetOperation = (unit: Unit, change: SetChange) => Promise<void>;

/** True where the conversion `c` is in the set. */
export function isInSet({ rolloutId, wavePosition, conversionId }: SetChange): RawBuilder<boolean> {
  return sql<boolean>`(
    c.rollout_id = ${rolloutId}
    and (${wavePosition}::integer is null or c.wave_position = ${wavePosition}::integer)
    and (${conversionId}::uuid is null or c.id = ${conversionId}::uuid)
  )`;
}

/**
 * The fact that a conversion moved, as SQL expressions. `queued` is delivery: in the ledger it is `pending`.
 */
export function movedFact(move: {
  readonly from: RawBuilder<unknown>;
  readonly to: RawBuilder<unknown>;
  readonly direction: RawBuilder<unknown>;
  readonly code: string | null;
}): RawBuilder<unknown> {
  return sql`jsonb_build_object(
    'kind', 'conversion.stateChanged',
    'from', case ${move.from} when 'queued' then 'pending' else ${move.from} end,
    'to', ${move.to}, 'direction', ${move.direction}, 'code', ${move.code}::text, 'detail', null
  )`;
}
