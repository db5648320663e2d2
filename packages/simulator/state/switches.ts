/** What the tenant can be told about itself as a whole. */
export interface Switches {
  /** Whether the tenant has the licence that PIM needs. */
  isPremium: boolean;
  /** Every request is refused with this status. */
  refuseWith: 401 | 403 | null;
}

/** The switches at the start. */
export function createSwitches(): Switches {
  return { isPremium: true, refuseWith: null };
}
