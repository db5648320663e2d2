import type { RuleChange, SettingsEntry } from "../settings/settings-entry.ts";
import { ruleChanges } from "../settings/strictness.ts";

/** What becomes of the settings of one role, rule by rule, and what is left since the tenant is stricter. */
export type SettingsForecast = Pick<
  SettingsEntry,
  "roleDefinitionId" | "roleName" | "wavePosition" | "pointer" | "kept"
> & { readonly rules: readonly RuleChange[] };

/** A row for each role that the plan assigns settings, also where the tenant has them already: then without rules. */
export function settingsForecast(entries: readonly SettingsEntry[]): readonly SettingsForecast[] {
  return entries
    .filter(({ pointer }) => pointer !== null)
    .map(({ roleDefinitionId, roleName, wavePosition, pointer, kept, before, after }) => ({
      roleDefinitionId,
      roleName,
      wavePosition,
      pointer,
      kept,
      rules: ruleChanges(before, after),
    }));
}
