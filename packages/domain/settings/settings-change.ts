import type { RoleRule, RuleId } from "../role-settings.ts";
import type { Direction, SettingsState } from "../states.ts";
import type { StepState } from "../states.ts";
import type { TenantProblem } from "../tenant-problem.ts";

/** One PATCH of a role's policy, written down before it is sent: `intended`, then `unknown` until a read tells. */
export type SettingsWrite = {
  readonly state: StepState;
  /** How many times in a row this was tried; 1 for the first. */
  readonly attempt: number;
  /** The rules as they are sent, whole. */
  readonly rules: readonly RoleRule[];
  readonly clientRequestId: string;
  readonly intendedAt: string;
  readonly answeredAt: string | null;
  /** When the first of the reads was made that agree that nothing of it is there. */
  readonly agreedAt: string | null;
  readonly problem: TenantProblem | null;
};

/** A change of a policy as it is sent: the rules whole, and no others. */
export type SettingsRequest = {
  readonly policyId: string;
  readonly rules: readonly RoleRule[];
  readonly clientRequestId: string;
};

/** A rule that is not what it should be: what was expected, and what is there. */
export type RuleConflict = {
  readonly ruleId: RuleId;
  readonly expected: RoleRule;
  readonly found: RoleRule;
};

/**
 * What becomes of the settings of one role in one rollout: the unit that is set, proved, restored and watched. One is in
 * flight for a role at a time, across all rollouts of a tenant.
 */
export type SettingsChange = {
  readonly id: string;
  readonly rolloutId: string;
  readonly tenantId: string;
  readonly wavePosition: number;
  readonly roleDefinitionId: string;
  readonly roleName: string;
  readonly policyId: string;
  /** All 17 rules as they were read when the plan was compiled, and as they are to be. */
  readonly before: readonly RoleRule[];
  readonly after: readonly RoleRule[];
  readonly state: SettingsState;
  readonly direction: Direction;
  /** The rules that we wrote, and so the only ones that are ever restored. */
  readonly writtenRules: readonly RuleId[];
  /** True while mails about assignments of the role are muted by us. */
  readonly isMuted: boolean;
  /** The last write; null before the first. */
  readonly write: SettingsWrite | null;
  /** When the settings were last read; null before the first time. */
  readonly readAt: string | null;
  /** What differed then from what was expected. */
  readonly conflicts: readonly RuleConflict[];
};
