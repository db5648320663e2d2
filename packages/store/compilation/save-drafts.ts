import type { ManifestEntry, Mover } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";

/**
 * One compilation of a rollout; each try is one of its own. `formerRolloutId`: where people keep the waves that they have;
 * null when nothing was compiled before.
 */
export type Compilation = {
  readonly id: string;
  readonly rolloutId: string;
  readonly formerRolloutId: string | null;
};

/**
 * What was made of one principal. `mover`: null when nothing of it is moved. Entries are in the manifest's order; a
 * wave that is not known yet is null.
 */
export type PrincipalDraft = {
  readonly principalId: string;
  readonly mover: Mover | null;
  readonly entries: readonly ManifestEntry[];
};

/**
 * Stores what was made of some principals. `conflict`: nobody waits for a compilation of the rollout any more, and nothing
 * was written.
 */
export async function saveDrafts(
  database: Database,
  compilation: Compilation,
  drafts: readonly PrincipalDraft[],
): Promise<"saved" | "conflict"> {
  const movers = drafts.map(({ mover }) => mover).filter((mover) => mover !== null);
  const entries = drafts.flatMap(({ principalId, entries: some }) =>
    some.map(({ wavePosition, ...entry }, place) => ({ principalId, place, wavePosition, entry })),
  );
  const { rows } = await sql`
    with compiling as (
      select r.id from rollouts r
      where r.id = ${compilation.rolloutId} and (
        r.state = 'compiling'
        or exists (select from drift_checks d where d.rollout_id = r.id and d.state = 'checking')
      )
    ),
    kept_movers as (
      insert into compiled_movers (compilation_id, rollout_id, principal_id, rank, document)
      select ${compilation.id}::uuid, compiling.id, mover ->> 'principalId', mover ->> 'rank', mover
      from compiling cross join jsonb_array_elements(${json(movers)}) as listed (mover)
    ),
    kept_entries as (
      insert into compiled_entries (compilation_id, rollout_id, principal_id, place, wave_position, document)
      select ${compilation.id}::uuid, compiling.id, draft ->> 'principalId', (draft ->> 'place')::integer,
        (draft ->> 'wavePosition')::integer, draft -> 'entry'
      from compiling cross join jsonb_array_elements(${json(entries)}) as listed (draft)
    )
    select id from compiling
  `.execute(database);
  return rows.length > 0 ? "saved" : "conflict";
}
