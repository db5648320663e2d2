/** Why a conversion ended as it did, where the state alone does not say it, each with the sentence for people. */
export const OUTCOMES = {
  principalGone: "The directory no longer has this principal.",
  principalDisabled: "The account was disabled meanwhile: decide whether it should have access at all.",
  standingGone: "The standing access was removed by somebody else.",
  alreadyEligible: "The standing access was removed by somebody else, and the principal is eligible.",
  changedMeanwhile: "The standing access was changed by somebody else: it ends now.",
  aborted: "The rollout was aborted before this was finished.",
  rolledBack: "The rollout was rolled back before this was begun.",
  eligibilityDiffers: "There is an eligible assignment for the same access, with another end.",
  eligibilityLost: "The eligible assignment disappeared; standing access is there.",
  accessRevoked:
    "The eligible access was taken away by somebody else after the conversion: standing access is not put back on its own.",
  accessLost: "Both the standing and the eligible access were removed by somebody else.",
  grantNotProved: "The tenant took the request for eligible access, but it never showed.",
  standingNotRemovable: "The tenant took the request to remove the standing access, but it is still there.",
  restoreNotProved: "The tenant took the request to restore the standing access, but it never showed.",
  revokeNotProved: "The tenant took the request to remove the eligible access, but it is still there.",
  floorReached: "Removing this would leave fewer emergency access accounts standing than the plan asks for.",
  emergencyAccess: "This is an emergency access account, and is never touched.",
  unreconciled: "The tenant's two lists of assignments disagree about this one.",
  roleSettingsNotProved:
    "The settings of the role could not be set and proved, so nobody was moved under them.",
  settingsChangedMeanwhile: "Somebody else changed the settings of the role: they are not overwritten.",
  neededByOtherRollout: "Another rollout needs the settings of the role as they are.",
  gaveUp: "The tenant kept failing in passing; the problem says how.",
} as const;
/** A key of {@link OUTCOMES}; an outcome can also carry a code of the tenant's own. */
export type OutcomeCode = keyof typeof OUTCOMES;
