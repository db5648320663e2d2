import { isWaveHeld, promotionsOf } from "./decide.ts";
import {
  endedOf,
  estimateEnd,
  totalOf,
  type RolloutProgress,
  type WaitTally,
  type WaveProgress,
} from "./progress.ts";
import type { RolloutSnapshot, WaveSnapshot } from "./rollout.ts";
import { NO_CONVERSIONS, type ConversionCounts } from "./states.ts";

const MINUTE_MS = 60_000;
const SHORTEST_MEASURE_MS = 5000;

/** What is counted of a wave besides its states. */
export type WaveTally = {
  readonly position: number;
  /** Conversions that ended with a code, by code. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly waits: Readonly<Record<string, WaitTally>>;
  /** Conversions that ended in the last minute. */
  readonly endedLastMinute: number;
  /** When the first of them ended; null for none. */
  readonly firstEndedAt: string | null;
};

/** The progress of a rollout from its snapshot and what was counted at the same time. */
export function buildProgress(
  rollout: RolloutSnapshot,
  tallies: readonly WaveTally[],
  now: Date,
): RolloutProgress {
  const waves = rollout.waves.map((wave) =>
    waveProgress(
      rollout,
      wave,
      tallies.find((tally) => tally.position === wave.position),
      now,
    ),
  );
  const counts = waves.map((wave) => wave.counts).reduce(addCounts, NO_CONVERSIONS);
  const total = totalOf(counts);
  const ended = endedOf(counts);
  const ratePerMinute = waves.reduce((sum, wave) => sum + wave.ratePerMinute, 0);
  return {
    rolloutId: rollout.id,
    name: rollout.name,
    state: rollout.state,
    direction: rollout.direction,
    at: now.toISOString(),
    counts,
    total,
    ended,
    outcomes: waves.map((wave) => wave.outcomes).reduce(addOutcomes, {}),
    ratePerMinute,
    estimatedEndAt: estimateEnd(total - ended, ratePerMinute, now),
    holds: rollout.holds,
    waves,
  };
}

function waveProgress(
  rollout: RolloutSnapshot,
  wave: WaveSnapshot,
  tally: WaveTally | undefined,
  now: Date,
): WaveProgress {
  const total = totalOf(wave.counts);
  const ended = endedOf(wave.counts);
  const ratePerMinute = tally === undefined ? 0 : rateOf(tally, now);
  return {
    position: wave.position,
    name: wave.name,
    state: wave.state,
    direction: wave.direction,
    counts: wave.counts,
    total,
    ended,
    outcomes: tally?.outcomes ?? {},
    waits: tally?.waits ?? {},
    settings: wave.settings,
    ratePerMinute,
    estimatedEndAt: estimateEnd(total - ended, ratePerMinute, now),
    soakUntil: wave.soakUntil,
    approvalMinimum: wave.approvalMinimum,
    approvalsGiven: promotionsOf(rollout, wave.position),
    isHeld: isWaveHeld(rollout, wave.position),
  };
}

/** Work that has just begun is measured over its own time, not over a minute that has not passed. */
function rateOf({ endedLastMinute, firstEndedAt }: WaveTally, now: Date): number {
  if (firstEndedAt === null) return 0;
  const elapsedMs = now.getTime() - Date.parse(firstEndedAt);
  return (endedLastMinute * MINUTE_MS) / Math.min(MINUTE_MS, Math.max(SHORTEST_MEASURE_MS, elapsedMs));
}

function addCounts(a: ConversionCounts, b: ConversionCounts): ConversionCounts {
  return {
    pending: a.pending + b.pending,
    queued: a.queued + b.queued,
    converting: a.converting + b.converting,
    converted: a.converted + b.converted,
    removed: a.removed + b.removed,
    failed: a.failed + b.failed,
    quarantined: a.quarantined + b.quarantined,
    skipped: a.skipped + b.skipped,
    rolledBack: a.rolledBack + b.rolledBack,
  };
}

function addOutcomes(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum = { ...a };
  for (const [code, count] of Object.entries(b)) sum[code] = (sum[code] ?? 0) + count;
  return sum;
}
