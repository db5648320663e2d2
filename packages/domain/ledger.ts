import { createHash } from "node:crypto";
import type { DriftCounts } from "./drift/drift.ts";
import type { RuleConflict, SettingsWrite } from "./settings/settings-change.ts";
import type {
  ConversionState,
  Direction,
  DriftCheckState,
  RolloutState,
  SettingsState,
  WaveState,
} from "./states.ts";
import type { Step } from "./step.ts";
import type { HoldScope } from "./hold.ts";

/** What happened: each kind with exactly what it says. Ids are in the entry around it. */
export type LedgerFact =
  | { readonly kind: "rollout.created"; readonly planName: string; readonly planDigest: string }
  | {
      readonly kind: "rollout.compiled";
      readonly manifestDigest: string;
      readonly inventoryId: string;
      /** How many conversions each wave holds, by position. */
      readonly conversionsByWave: readonly number[];
      /** How many of them take access away; absent in ledgers from before there were any. */
      readonly removalsByWave?: readonly number[];
    }
  | {
      readonly kind: "rollout.stateChanged";
      readonly from: RolloutState;
      readonly to: RolloutState;
      readonly direction: Direction;
      readonly reason: string;
    }
  | { readonly kind: "rollout.startOrdered"; readonly inventoryId: string; readonly reason: string }
  | {
      readonly kind: "rollout.driftChecked";
      readonly state: DriftCheckState;
      readonly inventoryId: string;
      readonly counts: DriftCounts | null;
      readonly approvedDigest: string;
      /** Of what the plan compiles to now; null unless both were compared. */
      readonly currentDigest: string | null;
    }
  | {
      readonly kind: "wave.stateChanged";
      readonly from: WaveState;
      readonly to: WaveState;
      readonly direction: Direction;
      readonly soakUntil: string | null;
    }
  | {
      readonly kind: "approval.given";
      readonly decision: "approve" | "reject";
      readonly digest: string;
      readonly reason: string;
    }
  | {
      readonly kind: "hold.placed";
      readonly holdId: string;
      readonly scope: HoldScope;
      readonly reason: string;
      readonly detail: string;
    }
  | { readonly kind: "hold.lifted"; readonly holdId: string; readonly scope: HoldScope }
  | {
      readonly kind: "conversion.stateChanged";
      readonly from: ConversionState;
      readonly to: ConversionState;
      readonly direction: Direction;
      /** The outcome's code; null while it has none. */
      readonly code: string | null;
      readonly detail: string | null;
    }
  | { readonly kind: "step.changed"; readonly step: Step }
  | {
      readonly kind: "roleSettings.stateChanged";
      readonly changeId: string;
      readonly roleDefinitionId: string;
      readonly from: SettingsState;
      readonly to: SettingsState;
      readonly direction: Direction;
      /** Why; null where the state says it. */
      readonly code: string | null;
      readonly detail: string | null;
    }
  | {
      readonly kind: "roleSettings.writeChanged";
      readonly changeId: string;
      readonly roleDefinitionId: string;
      /** The whole change of the policy: as it was meant before it is sent, and what became of it. */
      readonly write: SettingsWrite;
    }
  | {
      readonly kind: "roleSettings.checked";
      readonly changeId: string;
      readonly roleDefinitionId: string;
      /** What is not as expected, by rule; said again only when it is something else. */
      readonly conflicts: readonly RuleConflict[];
    };

/** An entry before it is stored. `wavePosition` and `conversionId` are null where the fact is about more. */
export type LedgerEntry = {
  readonly rolloutId: string;
  readonly at: string;
  /** The caller's name, or `standdown` for what the product decided. */
  readonly actor: string;
  readonly wavePosition: number | null;
  readonly conversionId: string | null;
  readonly fact: LedgerFact;
};

/** An entry in its place in the chain: `position` counts from 1 without a gap. */
export type SealedEntry = LedgerEntry & { readonly position: number; readonly hash: string };

/** The actor of everything that no person asked for. */
export const PRODUCT_ACTOR = "standdown";

/** What the first entry of a rollout's chain is linked to. */
export const CHAIN_START = "0".repeat(64);

/** Puts an entry into the chain: SHA-256 (hex) over the former hash, the position and the entry's canonical text. */
export function sealEntry(formerHash: string, position: number, entry: LedgerEntry): SealedEntry {
  const hash = createHash("sha256")
    .update(formerHash)
    .update("\n")
    .update(String(position))
    .update("\n")
    .update(canonicalText(entry))
    .digest("hex");
  return { ...entry, position, hash };
}

/** The first position whose hash is not what the entries before it make it; null when the chain is whole. */
export function firstBrokenPosition(entries: readonly SealedEntry[]): number | null {
  let former = CHAIN_START;
  let expected = 1;
  for (const sealed of entries) {
    const { position, hash, ...entry } = sealed;
    if (position !== expected || sealEntry(former, position, entry).hash !== hash) return position;
    former = hash;
    expected += 1;
  }
  return null;
}

function canonicalText(entry: LedgerEntry): string {
  return canonical([
    entry.rolloutId,
    entry.at,
    entry.actor,
    entry.wavePosition,
    entry.conversionId,
    entry.fact,
  ]);
}

/** JSON with keys in order: stored documents come back with their keys in another order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(",")}}`;
}
