import type { TenantFacts } from "../inventory.ts";
import type { ManifestEntry, ManifestWave } from "../manifest.ts";
import { withMutedRoles } from "./muted-roles.ts";
import type { SettingsEntry } from "./settings-entry.ts";

/** In which waves each role is moved: told of every entry that has its wave. It grows with roles and waves. */
export class SettingsPlaces {
  readonly #wavesOf = new Map<string, Set<number>>();

  observe({ key, wavePosition }: Pick<ManifestEntry, "key" | "wavePosition">): void {
    if (wavePosition === null) return;
    const waves = this.#wavesOf.get(key.roleDefinitionId) ?? new Set();
    this.#wavesOf.set(key.roleDefinitionId, waves.add(wavePosition));
  }

  /**
   * The entries with one more for each role that is only muted. Each has its place before the first conversion of the
   * role, removals among them, muted then or later; in the first wave where nobody is moved.
   */
  conclude(
    entries: readonly SettingsEntry[],
    waves: readonly Pick<ManifestWave, "position" | "mutesAssignmentMails">[],
    facts: Pick<TenantFacts, "roleSettings" | "roles">,
  ): readonly SettingsEntry[] {
    const muting = new Set(
      waves.filter(({ mutesAssignmentMails }) => mutesAssignmentMails).map(({ position }) => position),
    );
    const muted = [...this.#wavesOf]
      .filter(([, positions]) => [...positions].some((position) => muting.has(position)))
      .map(([roleDefinitionId]) => roleDefinitionId);
    return withMutedRoles(entries, new Set(muted), facts).map((entry) => ({
      ...entry,
      wavePosition: Math.min(...(this.#wavesOf.get(entry.roleDefinitionId) ?? [0])),
    }));
  }
}
