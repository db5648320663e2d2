import type { Grant, Side } from "./schedule.ts";
import { isSameGrant } from "./schedule.ts";

/** What a request can ask for. */
export const REQUEST_ACTIONS = [
  "adminAssign",
  "adminUpdate",
  "adminRemove",
  "adminExtend",
  "adminRenew",
  "selfActivate",
  "selfDeactivate",
  "selfExtend",
  "selfRenew",
] as const;

/** One of them. */
export type RequestAction = (typeof REQUEST_ACTIONS)[number];

/** How the asked-for time was said; echoed as it came. */
export interface RequestedExpiration {
  readonly type: "notSpecified" | "noExpiration" | "afterDateTime" | "afterDuration";
  readonly endAt: number | null;
  readonly duration: string | null;
}

/** A request as it is remembered: an entry of a log with a status. Times are milliseconds since 1970. */
export interface ScheduleRequest extends Grant {
  readonly side: Side;
  /** Counts up with each request: the order of lists. */
  readonly order: number;
  readonly id: string;
  readonly action: RequestAction;
  readonly status:
    | "Provisioned"
    | "Granted"
    | "PendingProvisioning"
    | "Revoked"
    | "Canceled"
    | "PendingApproval"
    | "Denied"
    | "Failed";
  readonly createdAt: number;
  readonly completedAt: number | null;
  readonly isValidationOnly: boolean;
  readonly targetScheduleId: string | null;
  /** Null where nobody has to approve. */
  readonly approvalId: string | null;
  readonly justification: string | null;
  /** The object that asked: a service principal, or a user for `self` actions. */
  readonly createdById: string;
  /** Under which name `createdBy` tells it. */
  readonly createdByKind: "application" | "user";
  readonly schedule: { readonly startAt: number; readonly expiration: RequestedExpiration } | null;
  readonly ticketNumber: string | null;
  readonly ticketSystem: string | null;
}

/** Told of each change: before (null for a new one) and after. */
export type RequestListener = (before: ScheduleRequest | null, after: ScheduleRequest) => void;

/** All requests, by side, oldest first. */
export class RequestLog {
  readonly #bySide: Record<Side, Map<string, ScheduleRequest>> = {
    assignment: new Map(),
    eligibility: new Map(),
    groupAssignment: new Map(),
    groupEligibility: new Map(),
  };
  readonly #byPrincipal = new Map<string, Set<string>>();
  readonly #keptMs: () => number;
  readonly #listeners: RequestListener[] = [];
  #lastOrder = 0;

  /** `keptMs`: how long a request is listed; 0 for ever. */
  constructor(keptMs: () => number) {
    this.#keptMs = keptMs;
  }

  /** The place of the next request in lists. */
  nextOrder(): number {
    return (this.#lastOrder += 1);
  }

  onChange(listener: RequestListener): void {
    this.#listeners.push(listener);
  }

  put(request: ScheduleRequest): void {
    const before = this.byId(request.side, request.id);
    this.#bySide[request.side].set(request.id, request);
    const key = `${request.side}|${request.principalId}`;
    const ids = this.#byPrincipal.get(key) ?? new Set<string>();
    ids.add(request.id);
    this.#byPrincipal.set(key, ids);
    for (const listener of this.#listeners) listener(before, request);
  }

  byId(side: Side, id: string): ScheduleRequest | null {
    return this.#bySide[side].get(id) ?? null;
  }

  /** Those that are still listed. */
  all(side: Side, now: number): ScheduleRequest[] {
    return [...this.#bySide[side].values()].filter((request) => this.#isListed(request, now));
  }

  /** Those of one principal that are still listed. */
  ofPrincipal(side: Side, principalId: string, now: number): ScheduleRequest[] {
    const ids = this.#byPrincipal.get(`${side}|${principalId}`) ?? new Set<string>();
    return [...ids]
      .map((id) => this.#bySide[side].get(id))
      .filter((request) => request !== undefined)
      .filter((request) => this.#isListed(request, now));
  }

  /** Whether one for the same principal, role and scope waits: for its start, an approval, or to take effect. */
  hasPending(side: Side, grant: Grant, now: number): boolean {
    return this.ofPrincipal(side, grant.principalId, now).some(
      (request) =>
        isSameGrant(request, grant) &&
        (request.status === "PendingApproval" ||
          request.status === "PendingProvisioning" ||
          (request.status === "Granted" && (request.schedule?.startAt ?? 0) > now)),
    );
  }

  #isListed(request: ScheduleRequest, now: number): boolean {
    const keptMs = this.#keptMs();
    return keptMs === 0 || now - request.createdAt < keptMs;
  }
}
