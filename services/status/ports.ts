import type { RolloutSummary } from "@standdown/contracts";
import type { RolloutSnapshot, SealedEntry, WaveTally } from "@standdown/domain";

/** What the status service reads of the truth; it writes nothing. */
export interface StatusStore {
  loadRollout(rolloutId: string): Promise<RolloutSnapshot | null>;
  /** Newest first. */
  listRollouts(page: { readonly cursor: null; readonly limit: number }): Promise<{
    readonly items: readonly Pick<RolloutSummary, "id">[];
  }>;
  readProgressRows(rolloutId: string, now: Date): Promise<readonly WaveTally[]>;
  /** Sealed entries in the order of their positions, from the one after `afterPosition`. */
  readLedger(
    rolloutId: string,
    page: { readonly afterPosition: number; readonly limit: number },
  ): Promise<readonly SealedEntry[]>;
}
