import type { Tenant } from "@standdown/engine";
import type { Timing } from "@standdown/domain";
import {
  believesAnswers,
  ignoresRefusals,
  looksOnce,
  overlooksActivations,
  readsFirstPages,
  readsOneList,
  takesRefusalsForFinal,
  updatesInTheOverlap,
  type Carelessness,
} from "./careless.ts";
import { REAL_TIMING } from "./light-engine.ts";
import {
  conversionStory,
  cutShortStory,
  inventoryStory,
  longEligibilityStory,
  newPersonStory,
  newStandingStory,
  servicePrincipalStory,
  type Story,
} from "./quirk-stories.ts";

/** A quirk that would do harm to a product that ignored it. */
export type HarmfulQuirk = {
  readonly quirk: string;
  /** How strong it is for this; milliseconds, a share or a count. */
  readonly value: number;
  /** What the product does about it. */
  readonly defence: string;
  /** How the test leaves the defence out. */
  readonly without: Carelessness;
  /** With other times than the real ones. */
  readonly timing?: Timing;
  /** What is done to somebody; answers with every harm that came of it. */
  readonly story: Story;
  /** How it ends for a product with the defence, and what of the harm is seen without it. */
  readonly ends: string;
  readonly harm: RegExp;
};

const AT_ONCE: Timing = { ...REAL_TIMING, proofIntervalMs: 0 };
const nothing: Carelessness = (tenant: Tenant) => tenant;

/** The whole table: the quirk, the defence, how it is left out, and the harm that follows. */
export const HARMFUL: readonly HarmfulQuirk[] = [
  {
    quirk: "staleReads",
    value: 20_000,
    defence: "what was taken and does not show is waited for (up to 30 proof intervals)",
    without: nothing,
    timing: AT_ONCE,
    story: conversionStory,
    ends: "converted",
    harm: /ended as quarantined \(grantNotProved\).*eligible should be 0 and is 1/s,
  },
  {
    quirk: "flappingReads",
    value: 8000,
    defence: "what does not show is gone only after two reads, a proof interval apart",
    without: looksOnce,
    story: newStandingStory,
    ends: "converted",
    harm: /ended as skipped \(standingGone\)/,
  },
  {
    quirk: "newUnknownToPim",
    value: 60_000,
    defence: "`SubjectNotFound` and its like are tried again, later and later",
    without: takesRefusalsForFinal,
    story: newPersonStory,
    ends: "converted",
    harm: /ended as failed \(SubjectNotFound\)/,
  },
  {
    quirk: "newUnknownToDirectory",
    value: 8000,
    defence: "a principal is gone only after two reads, a proof interval apart",
    without: looksOnce,
    story: newPersonStory,
    ends: "converted",
    harm: /ended as skipped \(principalGone\)/,
  },
  {
    quirk: "removeAnswers404",
    value: 1,
    defence: "`RoleAssignmentDoesNotExist` is not believed: the tenant is read",
    without: takesRefusalsForFinal,
    story: conversionStory,
    ends: "converted",
    harm: /ended as failed \(RoleAssignmentDoesNotExist\).*standing should be 1 and is 0/s,
  },
  {
    quirk: "outsidePimSurvivesRemove",
    value: 1,
    defence: "`Revoked` is not believed: a removal is proved by two reads without the row",
    without: believesAnswers,
    story: conversionStory,
    ends: "quarantined (standingNotRemovable)",
    harm: /standing should be 0 and is 1/,
  },
  {
    quirk: "crossSideDropOnUpdate",
    value: 1,
    defence: "`adminUpdate` is never used",
    without: updatesInTheOverlap,
    story: conversionStory,
    ends: "converted",
    harm: /noAccess/,
  },
  {
    quirk: "crossSideDropOnRemove",
    value: 1,
    defence:
      "after a removal both sides are read, and standing access that has no eligibility is put back at once",
    without: believesAnswers,
    story: conversionStory,
    ends: "quarantined (eligibilityLost)",
    harm: /noAccess.*eligible should be 1 and is 0/s,
  },
  {
    quirk: "grantNeverProvisions",
    value: 1,
    defence: "`Granted` is not believed: nothing is removed before the eligibility was read",
    without: believesAnswers,
    story: conversionStory,
    ends: "quarantined (grantNotProved)",
    harm: /noAccess/,
  },
  {
    quirk: "slowProvisioning",
    value: 20_000,
    defence: "`PendingProvisioning` is waited for: nothing is removed before the eligibility was read",
    without: believesAnswers,
    story: conversionStory,
    ends: "converted",
    harm: /noAccess/,
  },
  {
    quirk: "listsDisagree",
    value: 0.3,
    defence: "the inventory is read from both lists, and what only one has goes to a person",
    without: readsOneList,
    story: inventoryStory,
    ends: "complete",
    harm: /standing rows are missing/,
  },
  {
    quirk: "smallPages",
    value: 7,
    defence: "`nextLink` is followed to its end, whatever the size of a page",
    without: readsFirstPages,
    story: inventoryStory,
    ends: "complete",
    harm: /standing rows are missing/,
  },
  {
    quirk: "emptyPages",
    value: 1,
    defence: "an empty page is no end: its `nextLink` is followed",
    without: readsFirstPages,
    story: inventoryStory,
    ends: "complete",
    harm: /standing rows are missing/,
  },
  {
    quirk: "activationEndsWithEligibility",
    value: 1,
    defence: "on the way back a running activation is waited for before its eligibility is taken away",
    without: overlooksActivations,
    story: cutShortStory,
    ends: "rolledBack",
    harm: /activation was cut short/,
  },
  {
    quirk: "longTimeRefused",
    value: 1,
    defence: "a refusal by the role's settings ends the conversion before anything is taken away",
    without: ignoresRefusals,
    story: longEligibilityStory,
    ends: "quarantined (RoleAssignmentRequestPolicyValidationFailed)",
    harm: /noAccess/,
  },
  {
    quirk: "otherRefusalCodes",
    value: 1,
    defence: "a code that nobody knows is final, and nothing is taken away",
    without: ignoresRefusals,
    story: servicePrincipalStory,
    ends: "failed (RequestNotPermitted)",
    harm: /noAccess/,
  },
];
