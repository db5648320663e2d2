import { OrderedList } from "./ordered-list.ts";
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

interface Log {
  readonly byId: Map<string, ScheduleRequest>;
  readonly byPrincipal: Map<string, Map<string, ScheduleRequest>>;
  readonly ordered: OrderedList<ScheduleRequest>;
  /** The place of the last one that was purged. */
  purgedUntil: number;
}

function emptyLog(): Log {
  return { byId: new Map(), byPrincipal: new Map(), ordered: new OrderedList(), purgedUntil: 0 };
}

/** All requests, by side, oldest first. What was purged is forgotten. */
export class RequestLog {
  readonly #logs: Record<Side, Log> = {
    assignment: emptyLog(),
    eligibility: emptyLog(),
    groupAssignment: emptyLog(),
    groupEligibility: emptyLog(),
  };
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
    const { byId, byPrincipal, ordered } = this.#logs[request.side];
    byId.set(request.id, request);
    const ofPrincipal = byPrincipal.get(request.principalId) ?? new Map<string, ScheduleRequest>();
    byPrincipal.set(request.principalId, ofPrincipal.set(request.id, request));
    ordered.put(request.order, request);
    for (const listener of this.#listeners) listener(before, request);
  }

  byId(side: Side, id: string): ScheduleRequest | null {
    return this.#logs[side].byId.get(id) ?? null;
  }

  /** Those that are still listed, in order. */
  listed(side: Side, now: number): Pick<OrderedList<ScheduleRequest>, "size" | "after" | "before"> {
    this.#purge(side, now);
    return this.#logs[side].ordered;
  }

  /** Those of one principal that are still listed. */
  ofPrincipal(side: Side, principalId: string, now: number): ScheduleRequest[] {
    this.#purge(side, now);
    return [...(this.#logs[side].byPrincipal.get(principalId)?.values() ?? [])];
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

  /** Takes away what is kept no longer: it stands at the beginning. */
  #purge(side: Side, now: number): void {
    const keptMs = this.#keptMs();
    if (keptMs === 0) return;
    const log = this.#logs[side];
    const expired: ScheduleRequest[] = [];
    for (const request of log.ordered.after(log.purgedUntil)) {
      if (now - request.createdAt < keptMs) break;
      expired.push(request);
    }
    for (const { id, order, principalId } of expired) {
      log.purgedUntil = order;
      log.ordered.remove(order);
      log.byId.delete(id);
      const ofPrincipal = log.byPrincipal.get(principalId);
      ofPrincipal?.delete(id);
      if (ofPrincipal?.size === 0) log.byPrincipal.delete(principalId);
    }
  }
}
