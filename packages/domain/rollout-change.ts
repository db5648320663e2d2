import type { DriftCheck } from "./drift/drift.ts";
import type { Approval } from "./rollout.ts";
import type { Hold } from "./hold.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { ConversionState, Direction, RolloutState, WaveState } from "./states.ts";

/** A wave's new standing. */
export type WaveChange = {
  readonly position: number;
  readonly state: WaveState;
  readonly direction: Direction;
  readonly soakUntil: string | null;
  readonly failuresAccepted: number;
};

/**
 * What a command does to conversions as a set, each of which gets its own ledger entry when it is saved.
 * `stop`: not begun become `skipped` (code `aborted`), those in the middle are told to stop.
 * `skipNotBegun`: not begun become `skipped` (code `rolledBack`).
 * `rollBack`: what ended `converted`, `removed`, `failed` or `quarantined`, or was skipped after it had begun, turns `back`.
 * `retry`: `failed`, `quarantined` and what a stop skipped become `pending` again; where wave or rollout go back, only
 * what goes back.
 */
export type ConversionsChange = {
  readonly kind: "stop" | "skipNotBegun" | "rollBack" | "retry";
  /** Null: of the whole rollout. */
  readonly wavePosition: number | null;
  /** Null: all of them. */
  readonly conversionId: string | null;
};

/** The whole change of a rollout at one time: saved at once, or not at all. */
export type RolloutChange = {
  readonly rolloutId: string;
  /** The version it was decided from. */
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  /** Null: stays. */
  readonly rollout: { readonly state: RolloutState; readonly direction: Direction } | null;
  readonly waves: readonly WaveChange[];
  readonly approvals: readonly Approval[];
  /** Every approval that was given before counts no more. */
  readonly voidsApprovals: boolean;
  /** The look at the tenant as it stands from now on, with its reading where it is new. Null: stays. */
  readonly driftCheck: DriftCheck | null;
  readonly holdsPlaced: readonly Hold[];
  readonly holdsLifted: readonly string[];
  readonly conversions: readonly ConversionsChange[];
  /** Ledger entries of all but the conversions, in order. */
  readonly entries: readonly LedgerEntry[];
};

/** One conversion's move from one state to another. */
export type ConversionMove = {
  readonly to: ConversionState;
  readonly direction: Direction;
  readonly code: string | null;
  readonly detail: string | null;
};
