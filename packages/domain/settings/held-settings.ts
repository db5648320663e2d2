import type { RoleRule } from "../role-settings.ts";

/** What another rollout of the tenant, which has not ended, makes of the settings of a role. */
export type HeldSettings = {
  readonly rolloutId: string;
  /** The name of its plan. */
  readonly rolloutName: string;
  readonly roleDefinitionId: string;
  /** Where its plan assigns them. Null: it does not; it mutes mails and wants the settings as they are. */
  readonly pointer: string | null;
  readonly after: readonly RoleRule[];
};
