import type { DriftCheck } from "./drift/drift.ts";
import type { Hold } from "./hold.ts";
import type { ConversionCounts, Direction, RolloutState, WaveState } from "./states.ts";

/** One person's word on a digest: on the whole rollout, or on the gate of one wave. */
export type Approval = {
  /** Null: the rollout as a whole; otherwise the wave that is promoted or rejected. */
  readonly wavePosition: number | null;
  readonly digest: string;
  readonly decision: "approve" | "reject";
  readonly approver: string;
  readonly reason: string;
  readonly at: string;
  /** True: the tenant had changed too much when the rollout was to start, so that it counts no more. */
  readonly isVoid: boolean;
};

/**
 * How many roles' settings of a wave are still to be set, muted, unmuted or undone; are applied; could not be. A role
 * counts as applied in the first of its waves, else in each.
 */
export type SettingsCounts = { readonly open: number; readonly applied: number; readonly failed: number };

/** No settings of any role. */
export const NO_SETTINGS: SettingsCounts = { open: 0, applied: 0, failed: 0 };

/** One wave as it stands, with what its next state depends on. */
export type WaveSnapshot = {
  readonly position: number;
  readonly name: string;
  readonly state: WaveState;
  readonly direction: Direction;
  readonly counts: ConversionCounts;
  readonly settings: SettingsCounts;
  readonly concurrencyMax: number;
  readonly failureBudgetCount: number;
  /** Failures that a person accepted by lifting the hold that a spent budget placed. */
  readonly failuresAccepted: number;
  readonly soakMs: number;
  readonly approvalMinimum: number;
  /** True: nobody gets mails about assignments of the wave's roles while it runs. */
  readonly mutesAssignmentMails: boolean;
  readonly soakUntil: string | null;
};

/** One rollout as it stands: all that decides what happens next. */
export type RolloutSnapshot = {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly state: RolloutState;
  readonly direction: Direction;
  /** Who posted the plan: never the one who approves it. */
  readonly author: string;
  /** Null until it is compiled. */
  readonly manifestDigest: string | null;
  /** Changes with every save: a save from an older snapshot is refused. */
  readonly version: number;
  readonly approvals: readonly Approval[];
  /** How many different people must approve it. */
  readonly approvalMinimum: number;
  /** The look at the tenant that the last start ordered; null before the first. */
  readonly driftCheck: DriftCheck | null;
  /** When it ran for the first time; null before. */
  readonly startedAt: string | null;
  /** Holds that apply to the rollout or to one of its waves and were not lifted. */
  readonly holds: readonly Hold[];
  readonly waves: readonly WaveSnapshot[];
};
