import type { DocumentProblem } from "../problems.ts";
import type { RoleRule } from "../role-settings.ts";
import { ruleChanges } from "../settings/strictness.ts";
import { changeText } from "../settings/change-text.ts";
import type { SettingsEntry } from "../settings/settings-entry.ts";

/**
 * Which settings of roles are not as they were approved, rule by rule, with the place in the plan. None of them is
 * tolerated: what would be put back is not what was signed. The wave does not count, it follows from who is moved.
 */
export function settingsDrift(
  approved: readonly SettingsEntry[],
  current: readonly SettingsEntry[],
): readonly DocumentProblem[] {
  const before = byRole(approved);
  const now = byRole(current);
  return [...new Set([...before.keys(), ...now.keys()])]
    .toSorted()
    .flatMap((roleId) => driftOf(before.get(roleId), now.get(roleId)));
}

function byRole(entries: readonly SettingsEntry[]): ReadonlyMap<string, SettingsEntry> {
  return new Map(entries.map((entry) => [entry.roleDefinitionId, entry]));
}

function driftOf(approved?: SettingsEntry, current?: SettingsEntry): readonly DocumentProblem[] {
  if (approved !== undefined && current !== undefined) {
    return [
      ...changes(current, [approved.before, current.before], "since it was approved, somebody has changed"),
      ...changes(current, [approved.after, current.after], "what is to be set is not what was approved:"),
    ];
  }
  const entry = current ?? approved;
  // A role that is only muted comes and goes with whoever is moved in it, which counts as drift of its own.
  if (entry === undefined || entry.pointer === null) return [];
  const message =
    approved === undefined
      ? `the plan takes the settings of ${entry.roleName} now, and did not when it was approved`
      : `the plan took the settings of ${entry.roleName} when it was approved, and does not now`;
  return [{ pointer: entry.pointer ?? "", code: "settingsChanged", message }];
}

function changes(
  { roleName, pointer }: SettingsEntry,
  [from, to]: readonly [readonly RoleRule[], readonly RoleRule[]],
  what: string,
): readonly DocumentProblem[] {
  return ruleChanges(from, to).map((change) => ({
    pointer: pointer ?? "",
    code: "settingsChanged",
    message: `${what} ${changeText(roleName, change)}`,
  }));
}
