import { createHash } from "node:crypto";
import type { PlanWave } from "./plan.ts";

/** Where people went when the plan was compiled before, and which wave new ones join. */
export type FormerWaves = {
  readonly waveOf: ReadonlyMap<string, number>;
  /** The position of the last wave that has not started. */
  readonly lastOpenWave: number;
};

/**
 * The wave of each principal, by position. People are put in an order that depends on the seed and their ids alone,
 * and waves take them from the front. Whoever is known keeps the wave; whoever is new joins the last open one.
 */
export function assignWaves(
  principalIds: readonly string[],
  waves: readonly PlanWave[],
  seed: string,
  former: FormerWaves | null,
): Map<string, number> {
  if (former !== null) {
    return new Map(principalIds.map((id) => [id, former.waveOf.get(id) ?? former.lastOpenWave]));
  }
  const ordered = [...new Set(principalIds)]
    .map((id) => ({ id, rank: createHash("sha256").update(seed).update("\n").update(id).digest("hex") }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1));
  const waveOf = new Map<string, number>();
  let taken = 0;
  for (const [position, wave] of waves.entries()) {
    const until = Math.min(ordered.length, taken + sizeOf(wave, ordered.length));
    for (const { id } of ordered.slice(taken, until)) waveOf.set(id, position);
    taken = until;
  }
  return waveOf;
}

/** How many of a number of principals a wave takes. Percent is of all of them, rounded down, at least one. */
function sizeOf({ size }: PlanWave, total: number): number {
  if (size.count !== undefined) return size.count;
  if (size.percent !== undefined) return Math.max(1, Math.floor((total * size.percent) / 100));
  return total;
}
