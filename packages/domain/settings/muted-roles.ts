import type { TenantFacts } from "../inventory.ts";
import { sendsAssignmentMails } from "./muted.ts";
import type { SettingsEntry } from "./settings-entry.ts";
import { wholeRules } from "./settings-plan.ts";

/**
 * The entries of a manifest with one more for each role that is only muted: its settings stay as the tenant has them
 * (`pointer` is null; it is in the first wave until it has its place). None is added where an entry is there already,
 * where no rule of the role would send such a mail, or where not all of the role's settings were read: what is not known
 * can't be put back, so its mails go out.
 */
export function withMutedRoles(
  entries: readonly SettingsEntry[],
  muted: ReadonlySet<string>,
  { roleSettings, roles }: Pick<TenantFacts, "roleSettings" | "roles">,
): readonly SettingsEntry[] {
  const assigned = new Set(entries.map(({ roleDefinitionId }) => roleDefinitionId));
  const names = new Map(roles.map(({ id, displayName }) => [id, displayName]));
  const added = roleSettings.flatMap((settings): readonly SettingsEntry[] => {
    const { roleDefinitionId, policyId } = settings;
    if (!muted.has(roleDefinitionId) || assigned.has(roleDefinitionId)) return [];
    const rules = wholeRules(settings);
    if (rules === null || !sendsAssignmentMails(rules)) return [];
    const roleName = names.get(roleDefinitionId) ?? roleDefinitionId;
    const asItIs = { before: rules, after: rules, kept: [] };
    return [{ roleDefinitionId, roleName, policyId, wavePosition: 0, pointer: null, ...asItIs }];
  });
  return [...entries, ...added].toSorted((a, b) => (a.roleDefinitionId < b.roleDefinitionId ? -1 : 1));
}
