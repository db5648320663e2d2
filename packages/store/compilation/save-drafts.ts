import type { ManifestEntry, Mover } from "@standdown/domain";
import { sql } from "kysely";
import { json, type Database } from "../database.ts";

/** One compilation of a rollout; each try is one of its own. */
export type Compilation = { readonly id: string; readonly rolloutId: string };

/**
 * What was made of one principal. `mover`: null when nothing of it is moved. Entries are in the manifest's order; a
 * wave that is not known yet is null.
 */
export type PrincipalDraft = {
  readonly principalId: string;
  readonly mover: Mover | null;
  readonly entries: readonly ManifestEntry[];
};

/** Stores what was made of some principals. `conflict`: the rollout is not compiled any more, nothing was written. */
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
      select id from rollouts where id = ${compilation.rolloutId} and state = 'compiling'
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
