import { CHAIN_START, sealEntry, type SealedEntry } from "@standdown/domain";
import { sql } from "kysely";
import { ADVISORY_LOCKS, tryLock, type Database, type Unit } from "../database.ts";
import { entryOf, type LedgerRow } from "./ledger-row.ts";

type Unsealed = LedgerRow & { readonly id: string };
type ChainEnd = { readonly rollout_id: string; readonly position: number; readonly hash: string };

/**
 * Puts new entries into the chains of their rollouts; answers how many. One sealer at a time: who comes second
 * finds the lock taken and does nothing.
 *
 * Entries are taken in the order of their ids. A lower id may become visible later, when a slower transaction
 * commits: then it simply gets a later position, and the chain has no gap. What caused what is never turned round,
 * since a cause was committed before its effect was written.
 */
export async function sealLedger(database: Database, limit: number): Promise<number> {
  return await database.transaction().execute(async (unit) => {
    if (!(await tryLock(unit, ADVISORY_LOCKS.seal))) return 0;
    const { rows: unsealed } = await sql<Unsealed>`
      select id, rollout_id, at, actor, wave_position, conversion_id, fact
      from ledger where position is null order by id limit ${limit}
    `.execute(unit);
    if (unsealed.length === 0) return 0;
    const ends = await readChainEnds(unit, [...new Set(unsealed.map((row) => row.rollout_id))]);
    await save(
      unit,
      unsealed.map((row) => ({ id: row.id, sealed: sealNext(ends, row) })),
    );
    return unsealed.length;
  });
}

type Ends = Map<string, { readonly position: number; readonly hash: string }>;

async function readChainEnds(unit: Unit, rolloutIds: readonly string[]): Promise<Ends> {
  const { rows } = await sql<ChainEnd>`
    select last.rollout_id, last.position, last.hash
    from unnest(${rolloutIds}::uuid[]) as chain (rollout_id)
    cross join lateral (
      select l.rollout_id, l.position, l.hash from ledger l
      where l.rollout_id = chain.rollout_id and l.position is not null
      order by l.position desc limit 1
    ) as last
  `.execute(unit);
  return new Map(rows.map(({ rollout_id, position, hash }) => [rollout_id, { position, hash }]));
}

function sealNext(ends: Ends, row: Unsealed): SealedEntry {
  const former = ends.get(row.rollout_id) ?? { position: 0, hash: CHAIN_START };
  const sealed = sealEntry(former.hash, former.position + 1, entryOf(row));
  ends.set(row.rollout_id, sealed);
  return sealed;
}

async function save(
  unit: Unit,
  entries: readonly { readonly id: string; readonly sealed: SealedEntry }[],
): Promise<void> {
  await sql`
    update ledger l set position = s.position, hash = s.hash
    from unnest(
      ${entries.map(({ id }) => id)}::bigint[],
      ${entries.map(({ sealed }) => sealed.position)}::integer[],
      ${entries.map(({ sealed }) => sealed.hash)}::text[]
    ) as s (id, position, hash)
    where l.id = s.id
  `.execute(unit);
}
