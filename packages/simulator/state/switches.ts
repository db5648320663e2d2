/** What the tenant can be told to do differently. Everything is off at the start. */
export interface Switches {
  /** Lists show the schedules, instances and role assignments as they were this long ago. */
  staleReadsMs: number;
  /** `adminRemove` of an active row answers 404 although it is done (measured on a real tenant). */
  removeAnswers404: boolean;
  /** `adminRemove` of an active row takes the eligibility of the same role and scope along. */
  crossSideDropOnRemove: boolean;
  /** `adminAssign` on the eligible side answers 201 `Granted`, and nothing ever follows. */
  grantNeverProvisions: boolean;
  /** `adminRemove` of an active row answers 201 `Revoked`, and the row stays. */
  standingSurvivesRemove: boolean;
  /** Whether the tenant has the licence that PIM needs. */
  isPremium: boolean;
  /** Every request is refused with this status. */
  refuseWith: 401 | 403 | null;
}

/** The switches at the start. */
export function createSwitches(): Switches {
  return {
    staleReadsMs: 0,
    removeAnswers404: false,
    crossSideDropOnRemove: false,
    grantNeverProvisions: false,
    standingSurvivesRemove: false,
    isPremium: true,
    refuseWith: null,
  };
}
