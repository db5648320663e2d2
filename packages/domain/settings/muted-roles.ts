import type { TenantFacts } from "../inventory.ts";
import { isTaken, type ManifestEntry, type ManifestWave } from "../manifest.ts";
import { sendsAssignmentMails } from "./muted.ts";
import type { SettingsEntry } from "./settings-entry.ts";

/** Which roles are moved in which wave, taken from entries one by one: it grows with roles and waves, not with people. */
export class RolesByWave {
  readonly #wavesOf = new Map<string, Set<number>>();

  /** Takes the next entry, its wave known. */
  place(entry: Pick<ManifestEntry, "key" | "disposition" | "wavePosition">): void {
    const { key, wavePosition } = entry;
    if (wavePosition === null || !isTaken(entry)) return;
    const waves = this.#wavesOf.get(key.roleDefinitionId) ?? new Set();
    this.#wavesOf.set(key.roleDefinitionId, waves.add(wavePosition));
  }

  /**
   * The roles that any wave mutes, each with the first wave in which it is moved: its settings must be known to be as
   * they were read before anybody is moved in it, muted then or later.
   */
  muted(
    waves: readonly Pick<ManifestWave, "position" | "mutesAssignmentMails">[],
  ): ReadonlyMap<string, number> {
    const muting = new Set(
      waves.filter(({ mutesAssignmentMails }) => mutesAssignmentMails).map(({ position }) => position),
    );
    return new Map(
      [...this.#wavesOf]
        .filter(([, positions]) => [...positions].some((position) => muting.has(position)))
        .map(([roleDefinitionId, positions]) => [roleDefinitionId, Math.min(...positions)]),
    );
  }
}

/**
 * The entries of a manifest with one more for each role that is only muted: its settings stay as the tenant has them
 * (`pointer` is null). None is added where an entry is there already, where no rule of the role would send such a mail,
 * or where the role's settings were not read: what is not known can't be put back, so its mails go out.
 */
export function withMutedRoles(
  entries: readonly SettingsEntry[],
  muted: ReadonlyMap<string, number>,
  { roleSettings, roles }: Pick<TenantFacts, "roleSettings" | "roles">,
): readonly SettingsEntry[] {
  const assigned = new Set(entries.map(({ roleDefinitionId }) => roleDefinitionId));
  const names = new Map(roles.map(({ id, displayName }) => [id, displayName]));
  const added = roleSettings.flatMap(({ roleDefinitionId, policyId, rules }): readonly SettingsEntry[] => {
    const wavePosition = muted.get(roleDefinitionId);
    if (wavePosition === undefined || assigned.has(roleDefinitionId) || !sendsAssignmentMails(rules))
      return [];
    const roleName = names.get(roleDefinitionId) ?? roleDefinitionId;
    const asItIs = { before: rules, after: rules, kept: [] };
    return [{ roleDefinitionId, roleName, policyId, wavePosition, pointer: null, ...asItIs }];
  });
  return [...entries, ...added].toSorted((a, b) => (a.roleDefinitionId < b.roleDefinitionId ? -1 : 1));
}
