import { ChangeDraft } from "../command/draft.ts";
import { PRODUCT_ACTOR } from "../ledger.ts";
import type { DriftTolerance } from "../plan/drift.ts";
import type { DocumentProblem } from "../problems.ts";
import type { RolloutChange } from "../rollout-change.ts";
import type { RolloutSnapshot } from "../rollout.ts";
import { isTolerated, type DriftCounts } from "./drift.ts";

/** What the look at the tenant found: why there is nothing to compare, or what was compared. */
export type DriftFinding =
  | { readonly compared: false; readonly problems: readonly DocumentProblem[] }
  | {
      readonly compared: true;
      readonly counts: DriftCounts;
      /** Which settings of roles are not as they were approved. */
      readonly settings: readonly DocumentProblem[];
      readonly tolerance: DriftTolerance;
      readonly currentDigest: string;
    };

/**
 * What becomes of a start whose look at the tenant has ended; null where nobody waits for this check any more. Within the
 * tolerance the rollout runs, exactly as approved. Beyond it the approvals are void and the rollout is `planned` again:
 * whoever saves this puts the current manifest in the place of the approved one. Where nothing could be compared it
 * stays `approved`, and can be started again.
 */
export function concludeDriftCheck(
  rollout: RolloutSnapshot,
  checkId: string,
  finding: DriftFinding,
  context: { readonly now: Date; readonly newId: () => string },
): RolloutChange | null {
  const { driftCheck: check } = rollout;
  if (rollout.state !== "approved" || check?.id !== checkId || check.state !== "checking") return null;
  const draft = new ChangeDraft(rollout, { caller: PRODUCT_ACTOR, ...context });
  if (!finding.compared) {
    const { problems } = finding;
    return draft.endDriftCheck({ ...check, state: "failed", problems }).change();
  }
  const { counts, settings, tolerance, currentDigest } = finding;
  if (isTolerated(tolerance, counts)) {
    draft.endDriftCheck({ ...check, state: "within", counts, currentDigest });
    return draft.moveRollout("running", "forward", check.reason).change();
  }
  draft.endDriftCheck({ ...check, state: "beyond", counts, currentDigest, problems: settings });
  return draft.voidApprovals().moveRollout("planned", "forward", "drift").change();
}
