import type { AccessKey } from "../access.ts";
import type { ManifestEntry } from "../manifest.ts";
import type { DriftTolerance } from "../plan/drift.ts";
import type { DocumentProblem } from "../problems.ts";
import type { DriftCheckState } from "../states.ts";

/** What of an entry is compared, and its names. */
export type DriftSide = Pick<ManifestEntry, "disposition" | "reason" | "detail" | "wavePosition"> & {
  readonly origin: ManifestEntry["beforeImage"]["origin"];
  /** Null: without end. */
  readonly endDateTime: string | null;
};

/**
 * One assignment that is not as it was approved: `added` has no `approved` side, `gone` no `current` one, `changed` has
 * both. Names are for people.
 */
export type DriftRow = {
  readonly kind: "added" | "gone" | "changed";
  readonly key: AccessKey;
  readonly principalName: string;
  readonly roleName: string;
  readonly scopeName: string;
  readonly approved: DriftSide | null;
  readonly current: DriftSide | null;
};

/**
 * How many assignments are not as they were approved, of how many that were; how many warnings nobody has signed; and how
 * many rules of roles' settings are not as they were approved.
 */
export type DriftCounts = {
  readonly added: number;
  readonly gone: number;
  readonly changed: number;
  readonly approved: number;
  readonly warned: number;
  readonly settings: number;
};

/** No differences among no assignments. */
export const NO_DRIFT: DriftCounts = { added: 0, gone: 0, changed: 0, approved: 0, warned: 0, settings: 0 };

/** One look at the tenant before a start: ordered with it, ended once. */
export type DriftCheck = {
  readonly id: string;
  /** The reading that was ordered for it. */
  readonly inventoryId: string;
  /** What was approved. */
  readonly approvedDigest: string;
  readonly orderedBy: string;
  readonly orderedAt: string;
  /** Why the rollout is started. */
  readonly reason: string;
  readonly state: DriftCheckState;
  readonly endedAt: string | null;
  /** Null unless both manifests were compared. */
  readonly counts: DriftCounts | null;
  /** The digest of what the plan compiles to now; null unless both were compared. */
  readonly currentDigest: string | null;
  /** Why it failed, or which settings of roles are not as they were approved; pointers are into the plan. */
  readonly problems: readonly DocumentProblem[];
};

/** True when no more has changed than the plan bears; it bears no change of settings. */
export function isTolerated(
  tolerance: DriftTolerance,
  { added, gone, changed, approved, warned, settings }: DriftCounts,
): boolean {
  const borne = tolerance.count ?? Math.floor((approved * (tolerance.percent ?? 0)) / 100);
  return settings === 0 && added + gone + changed + warned <= borne;
}
