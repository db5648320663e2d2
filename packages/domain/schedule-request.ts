import type { AccessKey, AssignmentInstance, EligibilityInstance, RoleAssignment } from "./access.ts";
import type { Principal } from "./principal.ts";

/** Which side of PIM a request writes to. */
export type Side = "assignment" | "eligibility";

/** When granted access ends: never, or at a time (RFC 3339, UTC) that was computed once. */
export type Expiration =
  | { readonly type: "noExpiration" }
  | { readonly type: "afterDateTime"; readonly endDateTime: string };

/** The change that a request belongs to, as the change system numbers it. */
export type TicketInfo = { readonly ticketNumber: string | null; readonly ticketSystem: string | null };

/** One write to PIM, complete: what stands in the intent is what is sent. */
export type ScheduleRequest = {
  readonly side: Side;
  readonly action: "adminAssign" | "adminRemove";
  readonly key: AccessKey;
  /** Null for a removal. */
  readonly expiration: Expiration | null;
  readonly justification: string;
  readonly ticketInfo: TicketInfo;
  /** Sent as `client-request-id`; a new one for each attempt. */
  readonly clientRequestId: string;
};

/** A request as PIM lists it: what became of a write. `status` is a free string of the service. */
export type SubmittedRequest = {
  readonly id: string;
  readonly status: string;
  readonly action: string;
  readonly key: AccessKey;
  readonly targetScheduleId: string | null;
  readonly justification: string | null;
  readonly createdDateTime: string | null;
};

/** All that the tenant holds of one principal in one role, over all scopes, read together. */
export type AccessReading = {
  /** When the read began: nothing in it is older. */
  readonly readAt: string;
  /** Null when the directory no longer has the principal. */
  readonly principal: Principal | null;
  readonly assignments: readonly AssignmentInstance[];
  readonly eligibilities: readonly EligibilityInstance[];
  readonly roleAssignments: readonly RoleAssignment[];
};
