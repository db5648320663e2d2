import type {
  ComparisonDocument,
  ComplianceDocument,
  FindingDocument,
  ConversionDocument,
  InventoryDocument,
  RolloutComplianceDocument,
  RolloutDocument,
  RolloutSummary,
  ScheduleDocument,
} from "@standdown/contracts";
import type {
  ClassCode,
  ConversionState,
  Disposition,
  EffectiveDisposition,
  InventoryPage,
  InventoryRow,
  DriftRow,
  Job,
  ManifestEntry,
  NamedDifference,
  Plan,
  Principal,
  PrincipalAccess,
  ReasonCode,
  ReviewEvent,
  RoleDefinition,
  HeldAccess,
  RolloutChange,
  RolloutSnapshot,
  SettingsChange,
  SettingsEntry,
  SettingsState,
  TenantFacts,
  TenantAnswer,
  WhatIf,
} from "@standdown/domain";

/** One page in a stable order; `next` is null on the last. */
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
/** Which page: from the start where `cursor` is null. */
export type PageRequest = { readonly cursor: string | null; readonly limit: number };

/** A new reading of the tenant; the same key of the same caller answers the first one again. */
export type NewInventory = {
  readonly tenantId: string;
  readonly requestedBy: string;
  readonly idempotencyKey: string | null;
  /** Ids of emergency access accounts, for the checks that are made of it. */
  readonly emergencyAccess?: readonly string[];
};

/** A new rollout, to be compiled. Without an inventory, one is read first. */
export type NewRollout = {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly author: string;
  readonly inventoryId: string | null;
  readonly idempotencyKey: string | null;
};

/** Which conversions of a rollout; what is null is not asked for. */
export type ConversionFilter = {
  readonly wavePosition: number | null;
  readonly state: ConversionState | null;
  readonly disposition: EffectiveDisposition | null;
  readonly principalId: string | null;
};

/** What becomes of the settings of one role, with what its plan says of it and how it stands. */
export type ListedSettingsChange = SettingsChange &
  Pick<SettingsEntry, "pointer" | "kept"> &
  Pick<ConversionDocument, "outcomeCode" | "outcomeDetail" | "wait">;

/** The settings of which roles of a rollout; what is null is not asked for. */
export type SettingsFilter = {
  readonly wavePosition: number | null;
  readonly state: SettingsState | null;
};

/** Which entries of a manifest; what is left out is not asked for. */
export type EntryFilter = {
  readonly disposition?: Disposition | undefined;
  readonly reason?: ReasonCode | undefined;
  readonly roleDefinitionId?: string | undefined;
  readonly principalId?: string | undefined;
  readonly wavePosition?: number | undefined;
  readonly class?: ClassCode | undefined;
};

/** An answer as it was given, to be given again. */
export type StoredAnswer = {
  readonly status: number;
  readonly location: string | null;
  readonly body: string;
};

/** Who sent which request under which key. */
export type IdempotentRequest = {
  readonly subject: string;
  readonly key: string;
  readonly requestDigest: string;
};

/** `new`: go on, and finish it. */
export type IdempotentStart =
  | { readonly outcome: "new" | "inProgress" | "mismatch" }
  | { readonly outcome: "replay"; readonly answer: StoredAnswer };

/** A new schedule of readings. */
export type NewSchedule = Omit<ScheduleDocument, "id" | "lastInventoryId">;

/** Two completed inventories. */
export type ComparedInventories = { readonly earlierId: string; readonly laterId: string };

/** What the API needs of the truth. */
export interface ApiStore {
  createInventory(inventory: NewInventory): Promise<{ readonly id: string }>;
  readInventory(id: string): Promise<InventoryDocument | null>;
  loadTenantFacts(id: string): Promise<TenantFacts | null>;
  /** Of these principals, those that an inventory has. */
  readInventoryPrincipals(id: string, principalIds: readonly string[]): Promise<readonly Principal[]>;
  /** The next principals of an inventory in the order of their ids; none when there is no further one. */
  readAccessPage(
    inventoryId: string,
    page: { readonly afterPrincipalId: string | null; readonly limit: number },
  ): Promise<readonly PrincipalAccess[]>;
  listInventoryRows<K extends InventoryPage["kind"]>(
    id: string,
    kind: K,
    page: PageRequest,
  ): Promise<Page<InventoryRow<K>>>;

  /** Null: there is none of this id, or it is not completed, or not reviewed yet. */
  readInventoryCompliance(id: string): Promise<ComplianceDocument | null>;
  /** Null: there is none of this id, or it has no manifest. */
  readRolloutCompliance(id: string): Promise<RolloutComplianceDocument | null>;
  countDifferences(
    compared: ComparedInventories,
  ): Promise<Omit<ComparisonDocument, keyof ComparedInventories>>;
  listDifferences(compared: ComparedInventories, page: PageRequest): Promise<Page<NamedDifference>>;
  createSchedule(schedule: NewSchedule): Promise<ScheduleDocument>;
  listSchedules(page: PageRequest): Promise<Page<ScheduleDocument>>;
  /** Null: there is none of this id, or it was ended before. */
  endSchedule(
    id: string,
    end: { readonly by: string; readonly at: string },
  ): Promise<ScheduleDocument | null>;
  listReviewEvents(after: {
    readonly afterId: string | null;
    readonly limit: number;
  }): Promise<readonly ReviewEvent[]>;

  createRollout(rollout: NewRollout): Promise<{ readonly id: string; readonly inventoryId: string }>;
  listRollouts(page: PageRequest): Promise<Page<RolloutSummary>>;
  readRollout(id: string): Promise<RolloutDocument | null>;
  listConversions(
    rolloutId: string,
    query: ConversionFilter & PageRequest,
  ): Promise<Page<ConversionDocument>>;
  readConversion(id: string): Promise<ConversionDocument | null>;
  listFindings(rolloutId: string, page: PageRequest): Promise<Page<FindingDocument>>;
  listManifestEntries(rolloutId: string, query: EntryFilter & PageRequest): Promise<Page<ManifestEntry>>;

  /** By the names of the roles. */
  listSettingsChanges(
    rolloutId: string,
    query: SettingsFilter & PageRequest,
  ): Promise<Page<ListedSettingsChange>>;
  /** Has the settings that a rollout has applied read again; answers of how many roles. */
  wantSettingsCheck(rolloutId: string): Promise<number>;

  listDriftRows(checkId: string, page: PageRequest): Promise<Page<DriftRow>>;

  /** Null: it is not compiled, or by a release that did not count. */
  readWhatIf(rolloutId: string): Promise<WhatIf | null>;

  loadRollout(id: string): Promise<RolloutSnapshot | null>;
  saveRolloutChange(change: RolloutChange): Promise<"saved" | "conflict">;
  /** The same for a change that opens conversions again; `heldBy`: other rollouts move the same by now. */
  saveRetry(
    change: RolloutChange,
  ): Promise<"saved" | "conflict" | { readonly heldBy: readonly HeldAccess[] }>;

  beginIdempotent(request: IdempotentRequest): Promise<IdempotentStart>;
  /** Null frees the key: nothing was done under it. */
  finishIdempotent(request: IdempotentRequest, answer: StoredAnswer | null): Promise<void>;
}

/** Delivery: losing what is added costs time only. */
export interface ApiQueue {
  add(jobs: readonly Job[]): Promise<void>;
}

/** What the API reads of the tenant itself, to look up what a plan names. */
export interface ApiTenant {
  listRoleDefinitions(): AsyncIterable<TenantAnswer<readonly RoleDefinition[]>>;
  readPrincipals(ids: readonly string[]): Promise<TenantAnswer<readonly Principal[]>>;
}
