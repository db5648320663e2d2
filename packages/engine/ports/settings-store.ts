import type { HeldSettings, SettingsWants, SettingsWork, WaitReason } from "@standdown/domain";
import type { Claim, ClaimedWrite } from "./claim.ts";

/** The whole change of the settings of one role at one time. */
export type SettingsSave = {
  readonly at: string;
  /** As its owner has it, and as it is from now on. */
  readonly from: SettingsWork;
  readonly to: SettingsWork;
  /** Ends the claim until then. */
  readonly putOff: {
    readonly until: string;
    readonly reason: WaitReason;
    readonly code: string | null;
  } | null;
  /** Ends the claim: at rest in the state of `to`. */
  readonly end: { readonly code: string | null; readonly detail: string | null } | null;
  /** A write comes next, for this: refused with `held` where it is not wanted any more, or a hold keeps it back. */
  readonly intends: SettingsWants | null;
};

/** The truth about the settings of roles. */
export interface SettingsStore {
  /** What other rollouts of the tenant, not ended, make of the settings of these roles. */
  listHeldSettings(
    tenantId: string,
    roleDefinitionIds: readonly string[],
    exceptRolloutId: string,
  ): Promise<readonly HeldSettings[]>;
  /** Gives out settings of roles that are due, each with a new fence and a lease, one of each role of a tenant. */
  claimDueSettings(options: {
    readonly limit: number;
    readonly leaseMs: number;
    readonly now: Date;
  }): Promise<readonly Claim[]>;
  /** Takes what was given out, with what is wanted of it. Null: another fence, or nothing is to be done any more. */
  claimSettings(
    claim: Claim,
    leaseMs: number,
  ): Promise<{ readonly work: SettingsWork; readonly wants: SettingsWants } | null>;
  renewSettings(claims: readonly Claim[], leaseMs: number): Promise<readonly string[]>;
  saveSettings(claim: Claim, save: SettingsSave): Promise<ClaimedWrite | "held">;
  /** Gives back what was leased and not renewed; answers how many. */
  sweepSettings(): Promise<number>;
  /** Skips conversions of running waves whose role's settings could not be proved; answers how many. */
  skipNotProved(rolloutId: string): Promise<number>;
}
