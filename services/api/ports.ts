import type {
  AssignmentDocument,
  EligibilityDocument,
  ConversionDocument,
  InventoryDocument,
  RolloutDocument,
  RolloutSummary,
} from "@standdown/contracts";
import type {
  ConversionState,
  Job,
  ManifestEntry,
  Plan,
  Principal,
  PrincipalAccess,
  RoleDefinition,
  RolloutChange,
  RolloutSnapshot,
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
  readonly principalId: string | null;
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
  listInventoryAssignments(id: string, page: PageRequest): Promise<Page<AssignmentDocument>>;
  listInventoryEligibilities(id: string, page: PageRequest): Promise<Page<EligibilityDocument>>;

  createRollout(rollout: NewRollout): Promise<{ readonly id: string; readonly inventoryId: string }>;
  listRollouts(page: PageRequest): Promise<Page<RolloutSummary>>;
  readRollout(id: string): Promise<RolloutDocument | null>;
  listConversions(
    rolloutId: string,
    query: ConversionFilter & PageRequest,
  ): Promise<Page<ConversionDocument>>;
  readConversion(id: string): Promise<ConversionDocument | null>;
  listManifestEntries(rolloutId: string, page: PageRequest): Promise<Page<ManifestEntry>>;

  /** Null: it is not compiled, or by a release that did not count. */
  readWhatIf(rolloutId: string): Promise<WhatIf | null>;

  loadRollout(id: string): Promise<RolloutSnapshot | null>;
  saveRolloutChange(change: RolloutChange): Promise<"saved" | "conflict">;

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
