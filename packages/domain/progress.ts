import type { Hold } from "./hold.ts";
import type { SealedEntry } from "./ledger.ts";
import type { SettingsCounts } from "./rollout.ts";
import {
  NO_CONVERSIONS,
  type ConversionCounts,
  type ConversionState,
  type Direction,
  type RolloutState,
  type WaveState,
} from "./states.ts";

/** The conversions that wait for the same reason. */
export type WaitTally = {
  readonly count: number;
  /** When the last of them goes on. */
  readonly until: string;
  /** How many wait because the tenant said this, by its code; those without one are not in here. */
  readonly codes: Readonly<Record<string, number>>;
};

/** How one wave stands, for people. */
export type WaveProgress = {
  readonly position: number;
  readonly name: string;
  readonly state: WaveState;
  readonly direction: Direction;
  readonly counts: ConversionCounts;
  readonly total: number;
  /** Ended, in whatever state. */
  readonly ended: number;
  /** Conversions that ended with this code, by code: failures, quarantines and skips. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Conversions that wait, by reason. */
  readonly waits: Readonly<Record<string, WaitTally>>;
  /** How the settings of the wave's roles stand. */
  readonly settings: SettingsCounts;
  /** Ended a minute, over the last minute or the time since work began. */
  readonly ratePerMinute: number;
  /** When it will be done at this rate; null where nothing moves. */
  readonly estimatedEndAt: string | null;
  readonly soakUntil: string | null;
  readonly approvalMinimum: number;
  readonly approvalsGiven: number;
  readonly isHeld: boolean;
};

/** How one rollout stands, for people. */
export type RolloutProgress = {
  readonly rolloutId: string;
  readonly name: string;
  readonly state: RolloutState;
  readonly direction: Direction;
  readonly at: string;
  readonly counts: ConversionCounts;
  readonly total: number;
  readonly ended: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly ratePerMinute: number;
  readonly estimatedEndAt: string | null;
  readonly holds: readonly Hold[];
  readonly waves: readonly WaveProgress[];
};

/** What the ledger says about the numbers: by wave position, how many conversions are in each state. */
export type FoldedCounts = ReadonlyMap<number, ConversionCounts>;

/**
 * Takes one more ledger entry into the counts. `queued` is delivery, not a fact of the ledger: what is queued
 * counts as `pending` here.
 */
export function foldCounts(
  counts: FoldedCounts,
  entry: Pick<SealedEntry, "fact" | "wavePosition">,
): FoldedCounts {
  const { fact, wavePosition } = entry;
  if (fact.kind === "rollout.compiled") {
    return new Map(
      fact.conversionsByWave.map((pending, position) => [position, { ...NO_CONVERSIONS, pending }]),
    );
  }
  if (fact.kind !== "conversion.stateChanged" || wavePosition === null) return counts;
  const wave = counts.get(wavePosition) ?? NO_CONVERSIONS;
  const from = settled(fact.from);
  const to = settled(fact.to);
  if (from === to) return counts;
  const moved = { ...wave, [from]: wave[from] - 1, [to]: wave[to] + 1 };
  return new Map(counts).set(wavePosition, moved);
}

/** The same numbers with `queued` counted as `pending`, as the ledger tells them. */
export function withoutDelivery(counts: ConversionCounts): ConversionCounts {
  return { ...counts, pending: counts.pending + counts.queued, queued: 0 };
}

/** The sum over all states. */
export function totalOf(counts: ConversionCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** How many ended. */
export function endedOf(counts: ConversionCounts): number {
  const { converted, removed, failed, quarantined, skipped, rolledBack } = counts;
  return converted + removed + failed + quarantined + skipped + rolledBack;
}

/** When what is left will be done at a rate a minute; null where nothing moves or nothing is left. */
export function estimateEnd(left: number, ratePerMinute: number, now: Date): string | null {
  if (left === 0 || ratePerMinute <= 0) return null;
  return new Date(now.getTime() + (left / ratePerMinute) * 60_000).toISOString();
}

function settled(state: ConversionState): ConversionState {
  return state === "queued" ? "pending" : state;
}
