import type { AccessKey, Origin } from "./access.ts";
import type { EffectiveDisposition } from "./disposition.ts";
import type { PrincipalType } from "./principal.ts";
import type { Expiration, TicketInfo } from "./schedule-request.ts";
import type { ConversionState, Direction } from "./states.ts";
import type { Step, StepName } from "./step.ts";

/** What was there when the tenant was read, enough to put it back. Names are for people. */
export type BeforeImage = {
  readonly readAt: string;
  readonly origin: Origin;
  readonly roleAssignmentScheduleId: string;
  readonly startDateTime: string | null;
  /** Null: without end. */
  readonly endDateTime: string | null;
  readonly principalType: PrincipalType;
  readonly principalName: string;
  readonly roleName: string;
  readonly scopeName: string;
};

/** How the eligibility that replaces standing access ends: never, or this long after it is granted (milliseconds). */
export type EligibilityTerm =
  | { readonly type: "none" }
  | { readonly type: "after"; readonly durationMs: number };

/** Why work on a conversion is put off; shown with its end, never as a failure. */
export type WaitReason =
  | "proof"
  | "minimumAge"
  | "activationInProgress"
  | "throttled"
  | "transientProblem"
  | "pendingRequest"
  | "hold"
  | "replication";

/** One principal, role and scope to be moved or taken away, with all that its next action depends on. */
export type Conversion = {
  readonly id: string;
  readonly rolloutId: string;
  readonly tenantId: string;
  /** The wave it goes in; 0 is the first. */
  readonly wavePosition: number;
  readonly key: AccessKey;
  readonly disposition: EffectiveDisposition;
  readonly state: ConversionState;
  readonly direction: Direction;
  readonly beforeImage: BeforeImage;
  readonly term: EligibilityTerm;
  readonly justification: string;
  readonly ticketInfo: TicketInfo;
  readonly steps: Readonly<Record<StepName, Step>>;
  /** Eligibility schedules made by this conversion: only these are ever revoked. */
  readonly madeScheduleIds: readonly string[];
  /** True once the rollout was aborted: what is open is proved, nothing new begins. */
  readonly isStopping: boolean;
  /** Standing holders that must remain in roles with a floor. */
  readonly emergencyAccess: { readonly principalIds: readonly string[]; readonly minimumStanding: number };
};

/** The end of standing access that was there, as a request says it. */
export function formerExpiration(image: BeforeImage): Expiration {
  return image.endDateTime === null
    ? { type: "noExpiration" }
    : { type: "afterDateTime", endDateTime: image.endDateTime };
}
