import type { RequestAction, RequestedExpiration } from "../state/requests.ts";
import type { Grant, Side } from "../state/schedule.ts";
import type { Refusal } from "../refusal.ts";
import type { Caller } from "../state/caller.ts";
import type { Tenant } from "../state/tenant.ts";

/** The time that is asked for, with what the service makes of it. Milliseconds since 1970. */
export interface WantedTime {
  /** Never before the moment of the request: what lies in the past is moved there. */
  readonly startAt: number;
  readonly endAt: number | null;
  readonly expiration: RequestedExpiration;
}

/** A request whose body was understood. */
export interface Write extends Grant {
  readonly side: Side;
  readonly action: RequestAction;
  readonly justification: string | null;
  readonly ticketNumber: string | null;
  readonly ticketSystem: string | null;
  readonly isValidationOnly: boolean;
  /** Null for removals, which need none. */
  readonly time: WantedTime | null;
  readonly receivedAt: number;
  readonly caller: Caller;
}

/** One reason to refuse a request; null when it does not apply. */
export type Check = (tenant: Tenant, write: Write) => Refusal | null;

/** Actions that take access away. */
export function isRemoving(write: Write): boolean {
  return write.action === "adminRemove" || write.action === "selfDeactivate";
}
