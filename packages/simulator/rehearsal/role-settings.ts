import type { PolicyRule } from "../default-policy.ts";
import { DEFAULT_POLICY_RULES } from "../default-policy.ts";
import type { RuleReading } from "../settings/read-rule.ts";
import { readRule } from "../settings/read-rule.ts";
import type { InventoryRoleSetting } from "./inventory.ts";

/** A tenant may have what the portal does not offer. */
const AS_FOUND: RuleReading = { isZeroDurationTaken: true, arePortalLimitsKept: false };

/** The rules of one role, changed ones in the place of those that nobody has changed; what is wrong has its pointer. */
export function readRoleSetting({ rules }: InventoryRoleSetting): {
  readonly rules: readonly PolicyRule[];
  readonly problems: readonly string[];
} {
  const changed = new Map<string, PolicyRule>();
  const problems: string[] = [];
  for (const [index, rule] of rules.entries()) {
    const base = DEFAULT_POLICY_RULES.find(({ id }) => id === rule.id);
    if (base === undefined) {
      problems.push(`/rules/${index}/id: there is no rule ${rule.id}`);
      continue;
    }
    const read = readRule(base, { ...rule, "@odata.type": base["@odata.type"] }, AS_FOUND);
    if (read.isOk) changed.set(rule.id, read.value);
    else problems.push(`/rules/${index}: ${read.refusal.message}`);
  }
  return { rules: DEFAULT_POLICY_RULES.map((rule) => changed.get(rule.id) ?? rule), problems };
}
