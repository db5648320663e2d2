/** What watches over a plan while it is compiled, in the order in which it is told of. */
export const GUARD_NAMES = [
  "emergencyAccess",
  "lastGlobalAdministrators",
  "ownIdentity",
  "unreconciled",
  "tierZero",
  "approverLiveness",
  "availabilityFloor",
  "operatorsLast",
  "activationReadiness",
  "conditionalAccess",
] as const;
/** One of them. */
export type GuardName = (typeof GUARD_NAMES)[number];

/** What findings come from: a guard, what the plan says of single people or of settings, or the waves that were made. */
export const FINDING_SOURCES = [
  ...GUARD_NAMES,
  "exclusions",
  "dispositions",
  "roleSettings",
  "emptyWave",
] as const;
/** One of them. */
export type FindingSource = (typeof FINDING_SOURCES)[number];

/** Everything that each of them can find. */
export const FINDING_CODES = {
  emergencyAccess: [
    "emergencyAccessSynchronized",
    "emergencyAccessTouched",
    "emergencyAccessNotStanding",
    "emergencyAccessTooFew",
  ],
  lastGlobalAdministrators: ["lastGlobalAdministrators"],
  ownIdentity: ["ownIdentityTouched", "ownIdentityUnknown"],
  unreconciled: ["unreconciled"],
  tierZero: ["tierZeroNotConfirmed"],
  approverLiveness: ["noApprover", "oneApprover"],
  availabilityFloor: ["belowFloor"],
  operatorsLast: ["operatorNotLast"],
  activationReadiness: [
    "mfaNotRegistered",
    "mfaUnknown",
    "guestPending",
    "microsoftAccount",
    "membersUnknown",
    "licenceSeatsShort",
  ],
  conditionalAccess: ["policyStopsApplying", "policyBeginsToApply"],
  exclusions: ["exclusionExpired", "exclusionOfNothing"],
  dispositions: ["dispositionOfNothing"],
  roleSettings: ["settingsLoosened", "approverConverted", "rollBackBlocked"],
  emptyWave: ["emptyWave"],
} as const satisfies Record<FindingSource, readonly string[]>;
/** One of all these. */
export type FindingCode = (typeof FINDING_CODES)[FindingSource][number];

export const FINDING_SEVERITIES = ["blocks", "warns"] as const;
/** Whether a plan is refused for a finding, or signed with it. */
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** What a finding stands on: a property and what it says. */
export type FindingEvidence = { readonly property: string; readonly value: string };

/**
 * Something that a guard found. `pointer` is the place in the plan where it can be mended, `message` a sentence for
 * people; `count` is how many it stands for: one, or everybody who is not listed one by one.
 */
export type Finding = {
  readonly guard: FindingSource;
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly pointer: string;
  readonly message: string;
  readonly principalId: string | null;
  readonly roleDefinitionId: string | null;
  readonly count: number;
  readonly evidence: readonly FindingEvidence[];
};

/** Findings in their one order: by guard, code and role, then by principal; what stands for many comes last. */
export function inFindingOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

const AFTER_EVERY_ID = "~";

function sortKey({ guard, code, roleDefinitionId, principalId, message }: Finding): string {
  const rank = String(FINDING_SOURCES.indexOf(guard)).padStart(2, "0");
  return [rank, code, roleDefinitionId ?? AFTER_EVERY_ID, principalId ?? AFTER_EVERY_ID, message].join("\n");
}
