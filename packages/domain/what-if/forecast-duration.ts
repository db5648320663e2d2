import type { Timing } from "../decide-conversion/action.ts";
import type { ManifestWave } from "../manifest.ts";

/** Microsoft's published budget of writes for one application in one tenant (Graph, identity and access limits). */
export const WRITE_BUDGET = { writeCount: 3000, perMs: 150_000 } as const;

/** From a request that was taken to a read that shows it, and from one read to the next that agrees. */
const INTERVALS_PER_CONVERSION = 1.2;
/** Two requests and the reads around them: measured against nothing, a guess on the slow side. */
const ANSWERS_MS = 4000;

/** What limits a wave: the budget of writes, how many go at once, or one principal with many roles. */
export type WaveLimit = "writeBudget" | "concurrency" | "largestPrincipal" | "nothing";

/** How a wave's work was counted before its time is told. */
export type WaveLoad = {
  readonly writeCount: number;
  readonly conversionCount: number;
  /** What one principal goes through one after the other, of the principal who has most. */
  readonly largestPrincipalCount: number;
  /** Some of the standing access is younger than what can be removed. */
  readonly hasYoungAccess: boolean;
};

/** How long the work of a wave takes, and what it takes so long for. */
export type WaveDuration = { readonly workMs: number; readonly limitedBy: WaveLimit };

/** How long a rollout takes, in milliseconds, without the time in which approvals are waited for. */
export type DurationForecast = {
  readonly workMs: number;
  readonly soakMs: number;
  readonly totalMs: number;
  /** Waves that wait for somebody's approval besides: how long is not forecast. */
  readonly gateCount: number;
  /** What it was computed with. */
  readonly model: {
    readonly writeCountMax: number;
    readonly perMs: number;
    readonly conversionMs: number;
    readonly minimumAgeMs: number;
  };
};

/** How long one conversion takes from its first request to its last proof. */
export function conversionMs({ proofIntervalMs }: Timing): number {
  return Math.round(proofIntervalMs * INTERVALS_PER_CONVERSION) + ANSWERS_MS;
}

/**
 * The time of one wave is the longest of three: its writes at the rate of the budget; its conversions, so many at once
 * as the wave allows; the roles of one principal, which go one after the other. Access that is too young waits besides.
 */
export function forecastWave(load: WaveLoad, { concurrencyMax }: ManifestWave, timing: Timing): WaveDuration {
  if (load.conversionCount === 0) return { workMs: 0, limitedBy: "nothing" };
  const eachMs = conversionMs(timing);
  const ageMs = load.hasYoungAccess ? timing.minimumAgeMs : 0;
  const times = [
    ["writeBudget", Math.ceil((load.writeCount * WRITE_BUDGET.perMs) / WRITE_BUDGET.writeCount)],
    ["concurrency", Math.ceil(load.conversionCount / concurrencyMax) * eachMs],
    ["largestPrincipal", load.largestPrincipalCount * eachMs],
  ] as const;
  const [limitedBy, workMs] = times.reduce((longest, time) => (time[1] > longest[1] ? time : longest));
  return { workMs: workMs + ageMs, limitedBy };
}

/** All waves together, one after the other, each with its quiet time. */
export function forecastDuration(
  waves: readonly (WaveDuration & ManifestWave)[],
  timing: Timing,
): DurationForecast {
  const filled = waves.filter(({ conversionCount }) => conversionCount > 0);
  const sum = (pick: (wave: WaveDuration & ManifestWave) => number): number =>
    filled.reduce((total, wave) => total + pick(wave), 0);
  const [workMs, soakMs] = [sum((wave) => wave.workMs), sum((wave) => wave.soakMs)];
  return {
    workMs,
    soakMs,
    totalMs: workMs + soakMs,
    gateCount: waves.filter(({ approvalMinimum }) => approvalMinimum > 0).length,
    model: {
      writeCountMax: WRITE_BUDGET.writeCount,
      perMs: WRITE_BUDGET.perMs,
      conversionMs: conversionMs(timing),
      minimumAgeMs: timing.minimumAgeMs,
    },
  };
}
