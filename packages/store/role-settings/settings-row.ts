import type {
  Direction,
  RoleRule,
  RuleConflict,
  RuleId,
  SettingsState,
  SettingsWants,
  SettingsWork,
  SettingsWrite,
} from "@standdown/domain";
import { isoTimeOrNull } from "../database.ts";

/** A change of a role's settings as it is stored. */
export type SettingsRow = {
  readonly id: string;
  readonly rollout_id: string;
  readonly tenant_id: string;
  readonly wave_position: number;
  readonly role_definition_id: string;
  readonly role_name: string;
  readonly policy_id: string;
  readonly before: readonly RoleRule[];
  readonly after: readonly RoleRule[];
  readonly state: SettingsState;
  readonly direction: Direction;
  readonly written_rules: readonly RuleId[];
  readonly is_muted: boolean;
  readonly write: SettingsWrite | null;
  readonly read_at: Date | null;
  readonly conflicts: readonly RuleConflict[];
};

/** The same, claimed. */
export type ClaimedSettingsRow = SettingsRow & {
  readonly agreement: SettingsWork["agreement"];
  readonly given_up: SettingsWork["givenUp"];
  readonly is_stopping: boolean;
  readonly goal: Direction;
  readonly is_mute_wanted: boolean;
  readonly needed_by: string | null;
};

/** The change that a row holds. */
export function settingsChangeOf(row: SettingsRow) {
  return {
    id: row.id,
    rolloutId: row.rollout_id,
    tenantId: row.tenant_id,
    wavePosition: row.wave_position,
    roleDefinitionId: row.role_definition_id,
    roleName: row.role_name,
    policyId: row.policy_id,
    before: row.before,
    after: row.after,
    state: row.state,
    direction: row.direction,
    writtenRules: row.written_rules,
    isMuted: row.is_muted,
    write: row.write,
    readAt: isoTimeOrNull(row.read_at),
    conflicts: row.conflicts,
  };
}

/** The work that a row holds, and what is wanted of it. */
export function settingsWorkOf(row: ClaimedSettingsRow): {
  readonly work: SettingsWork;
  readonly wants: SettingsWants;
} {
  return {
    work: { ...settingsChangeOf(row), agreement: row.agreement, givenUp: row.given_up },
    wants: {
      direction: row.goal,
      isMuted: row.is_mute_wanted,
      isStopping: row.is_stopping,
      neededBy: row.needed_by,
    },
  };
}
