import { createHash } from "node:crypto";
import type { Finding } from "../finding.ts";
import { isTaken, type ManifestEntry, type ManifestWave } from "../manifest.ts";
import { durationMs } from "../duration.ts";
import { isPinnedLast } from "../guards/operators-last.ts";
import type { PlanWave } from "../plan/waves.ts";
import type { PrincipalAccess } from "../principal-access.ts";
import type { WaveSnapshot } from "../rollout.ts";
import type { CompileContext } from "./compile-context.ts";
import { waveTakes } from "./wave-takes.ts";

const DEFAULT_CONCURRENCY = 250;

/** Where people went when the plan was compiled before, and which wave new ones join. */
export type FormerWaves = {
  readonly waveOf: ReadonlyMap<string, number>;
  /** The position of the last wave that has not started. */
  readonly lastOpenWave: number;
};

/**
 * A principal with something to move. `rank` puts people in an order that depends on the plan's seed and their ids
 * alone (SHA-256, hex); `waves` are the positions of the waves that would take them. `isPinned`: whoever must be moved
 * last is, whatever wave they had.
 */
export type Mover = {
  readonly principalId: string;
  readonly rank: string;
  readonly waves: readonly number[];
  readonly isPinned: boolean;
};

/** The principal as a mover; null when nothing of what it holds is moved or taken away. */
export function moverOf(
  context: CompileContext,
  access: PrincipalAccess,
  entries: readonly ManifestEntry[],
): Mover | null {
  const moved = entries.filter(isTaken);
  if (moved.length === 0) return null;
  const { metadata, spec } = context.plan;
  const { principalId } = access;
  const rank = createHash("sha256")
    .update(spec.seed ?? metadata.name)
    .update("\n")
    .update(principalId)
    .digest("hex");
  const waves = [...spec.waves.keys()].filter((position) => {
    const wave = spec.waves[position];
    return wave !== undefined && waveTakes(wave, context, access, moved);
  });
  const isPinned = isPinnedLast(context, access);
  return { principalId, rank, waves: isPinned ? waves.slice(-1) : waves, isPinned };
}

/** The last wave that has not started, which those join who are new; null when all have. */
export function lastOpenWaveOf(waves: readonly Pick<WaveSnapshot, "position" | "state">[]): number | null {
  return waves.findLast(({ state }) => state === "pending" || state === "waiting")?.position ?? null;
}

/** The waves that nobody goes in: most likely not what the plan's author meant. */
export function emptyWaveFindings(waves: readonly ManifestWave[]): readonly Finding[] {
  return waves
    .filter(({ principalCount }) => principalCount === 0)
    .map(({ position, name }) => ({
      guard: "emptyWave",
      code: "emptyWave",
      severity: "warns",
      pointer: `/spec/waves/${position}`,
      message: `nobody goes in wave "${name}"`,
      principalId: null,
      roleDefinitionId: null,
      count: 1,
      evidence: [],
    }));
}

/**
 * Gives each mover a wave, in the order of their ranks: the first one that takes them and has room. Whoever is known
 * from a former compilation keeps the wave, unless they must go last by now; whoever is new then joins the last open one.
 */
export class WaveAssigner {
  readonly #waves: readonly PlanWave[];
  readonly #sizes: readonly number[];
  readonly #lastOpenWave: number | null;
  readonly #principalCounts: number[];

  /** `moverCount`: all of them, which percentages are of. `lastOpenWave`: null when nothing was compiled before. */
  constructor(waves: readonly PlanWave[], moverCount: number, lastOpenWave: number | null) {
    this.#waves = waves;
    this.#sizes = waves.map((wave) => sizeOf(wave, moverCount));
    this.#lastOpenWave = lastOpenWave;
    this.#principalCounts = waves.map(() => 0);
  }

  /** The position of the mover's wave. */
  place(mover: Mover & { readonly formerWave: number | null }): number {
    const former = mover.isPinned ? null : (mover.formerWave ?? this.#lastOpenWave);
    const position = former ?? this.#firstWithRoom(mover);
    this.#principalCounts[position] = (this.#principalCounts[position] ?? 0) + 1;
    return position;
  }

  /** The waves as compiled, once every mover has a place; `conversionCounts` is by position. */
  conclude(conversionCounts: readonly number[]): readonly ManifestWave[] {
    return this.#waves.map((wave, position) => {
      const conversionCount = conversionCounts[position] ?? 0;
      const budget = wave.failureBudget;
      return {
        position,
        name: wave.name,
        principalCount: this.#principalCounts[position] ?? 0,
        conversionCount,
        concurrencyMax: wave.concurrency?.max ?? DEFAULT_CONCURRENCY,
        failureBudgetCount: budget?.count ?? Math.floor((conversionCount * (budget?.percent ?? 0)) / 100),
        soakMs: wave.soak === undefined ? 0 : (durationMs(wave.soak) ?? 0),
        approvalMinimum: wave.approval?.minimum ?? 0,
        mutesAssignmentMails: wave.muteAssignmentMails ?? false,
      };
    });
  }

  #firstWithRoom({ principalId, waves }: Mover): number {
    const found = waves.find(
      (position) => (this.#principalCounts[position] ?? 0) < (this.#sizes[position] ?? 0),
    );
    if (found === undefined) throw new Error(`no wave has room for ${principalId}`);
    return found;
  }
}

/** The entries of one mover with its wave. */
export function inWave(entries: readonly ManifestEntry[], wavePosition: number): readonly ManifestEntry[] {
  return entries.map((entry) => (isTaken(entry) ? { ...entry, wavePosition } : entry));
}

/** How many conversions each wave holds, removals among them, by position. */
export function countByWave(entries: readonly ManifestEntry[], waveCount: number): number[] {
  const counts = Array.from({ length: waveCount }, () => 0);
  for (const { wavePosition } of entries) {
    if (wavePosition !== null) counts[wavePosition] = (counts[wavePosition] ?? 0) + 1;
  }
  return counts;
}

/**
 * How many of a number of principals a wave takes. Percent is of all of them, rounded down, at least one; without a
 * size, all.
 */
function sizeOf({ size }: PlanWave, total: number): number {
  if (size?.count !== undefined) return size.count;
  if (size?.percent !== undefined) return Math.max(1, Math.floor((total * size.percent) / 100));
  return total;
}
