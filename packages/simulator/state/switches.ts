import { DEFAULT_GRANTED_PERMISSIONS } from "../permissions/names.ts";

/** What the tenant can be told about itself as a whole. */
export interface Switches {
  /** Whether the tenant has the licence that PIM needs. */
  isPremium: boolean;
  /** Every request is refused with this status. */
  refuseWith: 401 | 403 | null;
  /** The application permissions that the next token of the application carries. */
  grantedPermissions: readonly string[];
}

/** The switches at the start. */
export function createSwitches(): Switches {
  return { isPremium: true, refuseWith: null, grantedPermissions: DEFAULT_GRANTED_PERMISSIONS };
}
