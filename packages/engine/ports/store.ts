import type {
  AccessReading,
  ComplianceReport,
  Conversion,
  ConversionMove,
  DisagreedAccess,
  DocumentProblem,
  Finding,
  HeldAccess,
  HeldSettings,
  DriftRow,
  InventoryPage,
  InventoryReading,
  InventoryStatus,
  ManifestEntry,
  ManifestHead,
  ManifestWave,
  Mover,
  Plan,
  PrincipalAccess,
  RolloutChange,
  RolloutCompliance,
  RolloutSnapshot,
  ScheduleTimes,
  SettingsEntry,
  Step,
  TenantFacts,
  WaitReason,
  WhatIf,
} from "@standdown/domain";
import type { Claim, ClaimedWrite } from "./claim.ts";
import type { SettingsStore } from "./settings-store.ts";

export type { Claim, ClaimedWrite } from "./claim.ts";

/** The next ids after this one; from the first one where it is null. */
export type IdsAfter = { readonly afterId: string | null; readonly limit: number };

/** The whole change of one conversion at one time. */
export type ConversionChange = {
  readonly at: string;
  /** Steps with their new contents; each becomes a ledger entry. */
  readonly steps: readonly Step[];
  /** The schedule of an eligibility that this conversion made, to be remembered for ever. */
  readonly madeScheduleId: string | null;
  /** Ends the claim until then. Null: work goes on, or `move` ends it. */
  readonly putOff: {
    readonly until: string;
    readonly reason: WaitReason;
    /** What the tenant said, where the wait is for its trouble. */
    readonly code: string | null;
  } | null;
  /** Ends the conversion, and with it the claim. */
  readonly move: ConversionMove | null;
  /** True: refused with `held` while a hold or a throttle applies or the rollout does not run in this direction. */
  readonly beginsEffect: boolean;
};

/** A rollout that waits to be compiled, with the inventory it is compiled from. */
export type CompilingRollout = {
  readonly id: string;
  readonly version: number;
  readonly plan: Plan;
  readonly author: string;
  readonly inventoryId: string;
  readonly inventory: InventoryStatus;
};

/**
 * One compilation of a rollout; each try is one of its own, and none sees what another one made. `formerRolloutId`: whose
 * manifest tells in which wave people are; null when nothing was compiled before.
 */
export type Compilation = {
  readonly id: string;
  readonly rolloutId: string;
  readonly formerRolloutId: string | null;
};

/** What was compiled, besides the entries that the compilation has stored. */
export type CompiledManifest = {
  readonly head: ManifestHead;
  readonly waves: readonly ManifestWave[];
  readonly findings: readonly Finding[];
  readonly settings: readonly SettingsEntry[];
  readonly digest: string;
  /** How many entries the compilation must have stored. */
  readonly entryCount: number;
  readonly compliance: RolloutCompliance;
  readonly whatIf: WhatIf;
};

/** A rollout that waits to be compared with the tenant as it was just read, and the check that it waits for. */
export type CheckingRollout = Pick<CompilingRollout, "id" | "plan" | "inventoryId" | "inventory"> & {
  readonly checkId: string;
};

/** What a rollout is refused for while it is compiled. */
export type CompileFailure = {
  readonly reason: string;
  readonly problems: readonly DocumentProblem[];
};

/** A schedule, and the time for which it is due. */
export type Due = { readonly id: string; readonly dueAt: string };

/** The truth, as the engine needs it. Every method is one statement or one transaction. */
export interface EngineStore extends SettingsStore {
  /** What has something to do: inventories that nobody reads or, ended, reviews; rollouts that are not at rest. */
  findWork(): Promise<{ readonly inventoryIds: readonly string[]; readonly rolloutIds: readonly string[] }>;

  /** Takes over the reading of an inventory, where it stands. Null: it has ended, or somebody reads it. */
  claimInventory(
    inventoryId: string,
    leaseMs: number,
  ): Promise<(Claim & { readonly tenantId: string; readonly reading: InventoryReading }) | null>;
  /** Stores a page with the place where its kind stands then, and renews the lease. */
  savePage(
    claim: Claim,
    page: InventoryPage,
    leaseMs: number,
    place: {
      readonly cursor: string | null;
      readonly isComplete: boolean;
      readonly requestCount: number;
    },
  ): Promise<ClaimedWrite>;
  /** Throws away what was read of one kind, with its place. */
  restartKind(claim: Claim, kind: InventoryPage["kind"], leaseMs: number): Promise<ClaimedWrite>;
  /** Renews the lease of a reading that waits. */
  renewInventory(claim: Claim, leaseMs: number, requestCount: number): Promise<ClaimedWrite>;
  /** Ids of those who hold or approve something and are not among the principals, in order; fewer than `limit` at the end. */
  listPrincipalIdsToRead(inventoryId: string, ids: IdsAfter): Promise<readonly string[]>;
  /** Ids of the groups among the principals, in order; fewer than `limit` at the end. */
  listGroupIdsToRead(inventoryId: string, ids: IdsAfter): Promise<readonly string[]>;
  /** Ids of the users in groups that hold or approve something who are not among the principals, likewise. */
  listMemberIdsToRead(inventoryId: string, ids: IdsAfter): Promise<readonly string[]>;
  /** Whose access to which role only one of the two lists has, of principals that the directory knows. */
  listDisagreedAccess(inventoryId: string, limit: number): Promise<readonly DisagreedAccess[]>;
  /** Stores what was read again in the place of what was there. */
  replaceAccess(
    claim: Claim,
    of: DisagreedAccess,
    reading: AccessReading,
    leaseMs: number,
  ): Promise<ClaimedWrite>;
  endInventory(claim: Claim, status: InventoryStatus): Promise<ClaimedWrite>;
  /** Null: there is none, or its reading was not completed. */
  loadTenantFacts(inventoryId: string): Promise<TenantFacts | null>;
  /** The next principals of an inventory in the order of their ids; none when there is no further one. */
  readAccessPage(
    inventoryId: string,
    page: { readonly afterPrincipalId: string | null; readonly limit: number },
  ): Promise<readonly PrincipalAccess[]>;

  /** Takes an ended inventory to review it. Null: it has not ended, is reviewed, or somebody reviews it. */
  claimReview(
    inventoryId: string,
    leaseMs: number,
  ): Promise<{ readonly isCompleted: boolean; readonly emergencyAccess: readonly string[] } | null>;
  /** Keeps what the checks say; differences from the inventory before it of its schedule become events. */
  saveReview(inventoryId: string, compliance: ComplianceReport | null, at: string): Promise<ClaimedWrite>;
  /** Schedules that are due, and whose tenant nobody reads. */
  listDueSchedules(now: Date): Promise<readonly (ScheduleTimes & Due)[]>;
  /** Starts the inventory that is due and moves the schedule on. Null: somebody else did, or the tenant is read. */
  startScheduled(schedule: Due, nextDueAt: string): Promise<{ readonly inventoryId: string } | null>;

  /** Null: there is no such rollout, or it is compiled. */
  loadCompiling(rolloutId: string): Promise<CompilingRollout | null>;
  /** Stores what was made of some principals. `conflict`: nobody waits for a compilation of the rollout any more. */
  saveDrafts(
    compilation: Compilation,
    drafts: readonly {
      readonly principalId: string;
      readonly mover: Mover | null;
      readonly entries: readonly ManifestEntry[];
    }[],
  ): Promise<"saved" | "conflict">;
  countMovers(compilation: Compilation): Promise<number>;
  /** The next movers in the order of their ranks, with the waves they were in; none when there is no further one. */
  readMovers(
    compilation: Compilation,
    page: { readonly afterRank: string | null; readonly limit: number },
  ): Promise<readonly (Mover & { readonly formerWave: number | null })[]>;
  placeMovers(
    compilation: Compilation,
    places: readonly { readonly principalId: string; readonly wavePosition: number }[],
  ): Promise<void>;
  /** The next entries with their waves, whole principals at a time, in the order of their ids. */
  readCompiledEntries(
    compilation: Compilation,
    page: { readonly afterPrincipalId: string | null; readonly limit: number },
  ): Promise<readonly { readonly principalId: string; readonly entries: readonly ManifestEntry[] }[]>;
  /** Which other rollouts, not ended, move some of the same principals in the same roles. */
  listHeldAccess(compilation: Compilation): Promise<readonly HeldAccess[]>;
  /** What other rollouts of the tenant, not ended, make of the settings of these roles. */
  listHeldSettings(
    tenantId: string,
    roleDefinitionIds: readonly string[],
    exceptRolloutId: string,
  ): Promise<readonly HeldSettings[]>;
  /** What the manifest of a rollout makes of the settings of roles, in the order of their ids. */
  listManifestSettings(rolloutId: string): Promise<readonly SettingsEntry[]>;
  /**
   * What the compilation has stored becomes the manifest, with conversions; the rollout becomes `planned`. Nothing is
   * written where another rollout, compiled meanwhile, moves some of the same, or wants other settings of a role.
   */
  finishCompilation(
    compilation: Compilation,
    rollout: CompilingRollout,
    compiled: CompiledManifest,
    at: string,
  ): Promise<
    | "saved"
    | "conflict"
    | { readonly heldBy: readonly HeldAccess[]; readonly heldSettings: readonly HeldSettings[] }
  >;
  /** The rollout becomes `aborted` with its problems. */
  failCompiling(
    rollout: CompilingRollout,
    failure: CompileFailure,
    at: string,
  ): Promise<"saved" | "conflict">;

  /** What a manifest warns of, some at a time, in the order in which it was signed. */
  listFindings(
    rolloutId: string,
    page: { readonly cursor: string | null; readonly limit: number },
  ): Promise<{ readonly items: readonly Finding[]; readonly next: string | null }>;
  /** Null: there is no such rollout, or it waits for no check. */
  loadChecking(rolloutId: string): Promise<CheckingRollout | null>;
  /** The next principals with their entries in the manifest and in the compilation; none when there is no further one. */
  readBothManifests(
    compilation: Compilation,
    page: { readonly afterPrincipalId: string | null; readonly limit: number },
  ): Promise<
    readonly {
      readonly principalId: string;
      readonly approved: readonly ManifestEntry[];
      readonly current: readonly ManifestEntry[];
    }[]
  >;
  /** Stores the next rows of what differs; they count once the check has ended with this compilation. */
  saveDriftRows(
    of: { readonly checkId: string; readonly compilationId: string; readonly firstPosition: number },
    rows: readonly DriftRow[],
  ): Promise<void>;
  /**
   * Saves what became of the start; where approvals became void, the compilation takes the manifest's place. `conflict`:
   * the rollout changed meanwhile, nothing was written, and the compilation is still there.
   */
  endDriftCheck(
    compilation: Compilation,
    change: RolloutChange,
    compiled: CompiledManifest | null,
  ): Promise<"saved" | "conflict">;
  /** Throws away what a compilation has stored and nobody waits for. */
  dropComparison(compilation: Compilation, checkId: string): Promise<void>;

  loadRollout(rolloutId: string): Promise<RolloutSnapshot | null>;
  /** `conflict`: the rollout is not at the version that the change was decided from; nothing was written. */
  saveRolloutChange(change: RolloutChange): Promise<"saved" | "conflict">;

  /** Gives back what was leased and not renewed; answers how many. */
  sweepLeases(): Promise<number>;
  /**
   * Gives out conversions that are due, each with a new fence and a lease: first those in the middle, then new
   * ones within their wave's concurrency, one per principal of a tenant. Answers nothing while somebody else refills.
   */
  refillWindow(options: {
    readonly limit: number;
    readonly leaseMs: number;
    readonly now: Date;
  }): Promise<readonly Claim[]>;
  /** When the next conversion, or the settings of the next role, that were put off are due. Null: none were. */
  nextDueAt(): Promise<Date | null>;

  /** Takes a conversion that was given out. Null: another fence, another state, or a hold. */
  claimConversion(claim: Claim, leaseMs: number): Promise<Conversion | null>;
  /** Renews leases; answers the ids of those that are still held. */
  renewLeases(claims: readonly Claim[], leaseMs: number): Promise<readonly string[]>;
  saveConversion(
    claim: Claim,
    conversion: Conversion,
    change: ConversionChange,
  ): Promise<ClaimedWrite | "held">;
  /** Nothing of this tenant is given out before then: the tenant said so. */
  throttleTenant(tenantId: string, until: Date): Promise<void>;

  /** Puts new ledger entries into their chains; answers how many. */
  sealLedger(limit: number): Promise<number>;
}
