import type { CompileContext } from "../compile/compile-context.ts";
import type { Timing } from "../decide-conversion/action.ts";
import { isConverted, type ManifestEntry, type ManifestWave } from "../manifest.ts";
import { forecastWave, type WaveDuration, type WaveLoad } from "./forecast-duration.ts";

type Load = { -readonly [K in keyof WaveLoad]: WaveLoad[K] } & { readonly roleIds: Set<string> };

/** A compiled wave with what it takes. */
export type LoadedWave = ManifestWave &
  WaveDuration & { readonly roleCount: number; readonly writeCount: number };

/** Counts wave by wave; one principal's entries come one after the other. */
export class WaveFold {
  readonly #timing: Timing;
  readonly #nowMs: number;
  readonly #loads = new Map<number, Load>();
  #current = { principalId: "", count: 0 };

  constructor({ now }: CompileContext, timing: Timing) {
    this.#timing = timing;
    this.#nowMs = now.getTime();
  }

  place(entry: ManifestEntry): void {
    const { key, wavePosition, beforeImage } = entry;
    if (wavePosition === null) return;
    const load = this.#loads.get(wavePosition) ?? noLoad();
    this.#loads.set(wavePosition, load);
    if (this.#current.principalId !== key.principalId) {
      this.#current = { principalId: key.principalId, count: 0 };
    }
    this.#current.count += 1;
    load.conversionCount += 1;
    // A conversion is two requests: one grants, one removes; taking away is one.
    load.writeCount += isConverted(entry) ? 2 : 1;
    load.largestPrincipalCount = Math.max(load.largestPrincipalCount, this.#current.count);
    load.roleIds.add(key.roleDefinitionId);
    const { startDateTime } = beforeImage;
    const ageMs = startDateTime === null ? Infinity : this.#nowMs - Date.parse(startDateTime);
    load.hasYoungAccess ||= ageMs < this.#timing.minimumAgeMs;
  }

  conclude(waves: readonly ManifestWave[]): readonly LoadedWave[] {
    return waves.map((wave) => {
      const load = this.#loads.get(wave.position) ?? noLoad();
      return {
        ...wave,
        ...forecastWave(load, wave, this.#timing),
        roleCount: load.roleIds.size,
        writeCount: load.writeCount,
      };
    });
  }
}

function noLoad(): Load {
  return {
    writeCount: 0,
    conversionCount: 0,
    largestPrincipalCount: 0,
    hasYoungAccess: false,
    roleIds: new Set(),
  };
}
