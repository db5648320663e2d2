import type { RoleRule, RuleId } from "../role-settings.ts";

/** What a change of a rule does to whoever would misuse the role: harder, easier, or neither. */
export const RULE_EFFECTS = ["tightening", "loosening", "neutral"] as const;
export type RuleEffect = (typeof RULE_EFFECTS)[number];

/** One rule of one role, from what it is to what it becomes. */
export type RuleChange = {
  readonly ruleId: RuleId;
  readonly from: RoleRule;
  readonly to: RoleRule;
  readonly effect: RuleEffect;
};

/**
 * What becomes of the settings of one role, exactly as approved. `before` and `after` are all 17 rules; they are equal
 * where the tenant has what the template wants already.
 */
export type SettingsEntry = {
  readonly roleDefinitionId: string;
  readonly roleName: string;
  readonly policyId: string;
  /** The wave before whose first conversion of the role they are set; the first wave where nobody in the role is moved. */
  readonly wavePosition: number;
  /** Where the plan assigns them. Null: it does not; mails about the role are muted during a wave, no more. */
  readonly pointer: string | null;
  readonly before: readonly RoleRule[];
  readonly after: readonly RoleRule[];
  /** What the template wants and `tightenOnly` leaves, since the tenant is stricter. */
  readonly kept: readonly RuleChange[];
};
