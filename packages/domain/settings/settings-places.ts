import type { ManifestEntry } from "../manifest.ts";
import type { SettingsEntry } from "./settings-entry.ts";

/** In which wave the settings of each role are set: told of every entry that has its wave. */
export class SettingsPlaces {
  readonly #firstWaves = new Map<string, number>();

  observe({ key, wavePosition }: ManifestEntry): void {
    if (wavePosition === null) return;
    const first = this.#firstWaves.get(key.roleDefinitionId) ?? wavePosition;
    this.#firstWaves.set(key.roleDefinitionId, Math.min(first, wavePosition));
  }

  /** Before the first conversion of the role, removals among them; in the first wave where nobody is moved. */
  conclude(entries: readonly SettingsEntry[]): readonly SettingsEntry[] {
    return entries.map((entry) => ({
      ...entry,
      wavePosition: this.#firstWaves.get(entry.roleDefinitionId) ?? 0,
    }));
  }
}
