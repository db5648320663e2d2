import {
  NOTHING_KNOWN,
  sameKey,
  type AccessReading,
  type AssignmentInstance,
  type BeforeImage,
  type Conversion,
  type EligibilityInstance,
  type ScheduleRequest,
  type SubmittedRequest,
  type TenantAnswer,
  type TenantProblem,
} from "@standdown/domain";
import { freshStep } from "@standdown/domain";

/** What can become of one write; chosen by the test, not by the model. */
export const FATES = [
  "taken",
  "taken",
  "taken",
  "takenLate",
  "throttled",
  "refusedInPassing",
  "lostBefore",
  "lostAfter",
  "notFoundThoughDone",
] as const;
export type Fate = (typeof FATES)[number];

const KEY = {
  principalId: "p",
  roleDefinitionId: "r",
  directoryScopeId: "/administrativeUnits/a",
  appScopeId: null,
};
const LAG_MS = 25_000;

type Holding = { readonly scheduleId: string; readonly since: string; readonly shownAtMs: number };
type Gone = { readonly holding: Holding; readonly goneAtMs: number };

/** The one principal of the model. */
export const USER: NonNullable<AccessReading["principal"]> = {
  id: "p",
  type: "user",
  ...NOTHING_KNOWN,
  displayName: "P",
  userPrincipalName: "p@example.com",
  accountEnabled: true,
  userType: "Member",
};

/** One principal in one role, as a slow and unreliable service shows it. Time is the test's. */
export class ModelTenant {
  nowMs = Date.parse("2026-06-01T00:00:00Z");
  standing: Holding | null = { scheduleId: "outside", since: "", shownAtMs: 0 };
  eligible: Holding | null = null;
  /** Instants at which the principal held neither. */
  readonly lockouts: string[] = [];
  writeCount = 0;
  /** What was asked for, in order: the side of PIM and what to do there. */
  readonly asked: string[] = [];
  /** Null: the directory has no such principal any more. */
  principal: AccessReading["principal"] = USER;
  readonly #minimumAgeMs: number;
  readonly #requests: SubmittedRequest[] = [];
  #goneStanding: Gone | null = null;
  #goneEligible: Gone | null = null;

  constructor(minimumAgeMs: number) {
    this.#minimumAgeMs = minimumAgeMs;
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  submit(request: ScheduleRequest, fate: Fate): TenantAnswer<SubmittedRequest> {
    this.writeCount += 1;
    this.asked.push(`${request.side} ${request.action}`);
    if (fate === "throttled") return problem("TooManyRequests", "retryAfter", 7000);
    if (fate === "refusedInPassing") return problem("Directory_ConcurrencyViolation", "retry", null);
    if (fate === "lostBefore") return problem("timedOut", "read", null);
    const refusal = this.#refusal(request);
    if (refusal !== null) return refusal;
    const taken = this.#apply(request, fate === "takenLate" ? this.nowMs + LAG_MS : this.nowMs);
    if (fate === "lostAfter") return problem("timedOut", "read", null);
    if (fate === "notFoundThoughDone" && request.action === "adminRemove") {
      return problem("RoleAssignmentDoesNotExist", "read", null);
    }
    return { ok: true, value: taken, requestId: "x" };
  }

  requests(side: ScheduleRequest["side"]): SubmittedRequest[] {
    return this.#requests.filter((request) => request.id.startsWith(side)).toReversed();
  }

  read(): AccessReading {
    const standing = this.#shown(this.standing, this.#goneStanding);
    const eligible = this.#shown(this.eligible, this.#goneEligible);
    const assignments: AssignmentInstance[] = standing === null ? [] : [assignedInstance(standing)];
    const eligibilities: EligibilityInstance[] = eligible === null ? [] : [eligibleInstance(eligible)];
    return {
      readAt: this.now().toISOString(),
      principal: this.principal,
      assignments,
      eligibilities,
      roleAssignments: assignments.map(({ id }) => ({ ...KEY, id })),
    };
  }

  /** Microsoft can drop the other side of what is written to, and says nothing. */
  dropEligible(): void {
    this.eligible = null;
    this.#goneEligible = null;
  }

  /** The same the other way round. */
  dropStanding(): void {
    this.standing = null;
    this.#goneStanding = null;
  }

  #refusal({ side, action }: ScheduleRequest): TenantAnswer<SubmittedRequest> | null {
    const there = side === "assignment" ? this.standing : this.eligible;
    if (action === "adminAssign")
      return there === null ? null : problem("RoleAssignmentExists", "read", null);
    if (there === null) return problem("RoleAssignmentDoesNotExist", "read", null);
    const since = Date.parse(this.standing?.since ?? "");
    const isYoung = Number.isFinite(since) && this.nowMs - since < this.#minimumAgeMs;
    return isYoung ? problem("ActiveDurationTooShort", "retryAfter", null) : null;
  }

  #apply({ side, action, justification }: ScheduleRequest, shownAtMs: number): SubmittedRequest {
    const id = `${side}-${this.writeCount}`;
    const since = this.now().toISOString();
    const isAssign = action === "adminAssign";
    const holding = isAssign ? { scheduleId: id, since, shownAtMs } : null;
    if (side === "assignment") {
      this.#goneStanding = this.standing === null ? null : { holding: this.standing, goneAtMs: shownAtMs };
      this.standing = holding;
    } else {
      this.#goneEligible = this.eligible === null ? null : { holding: this.eligible, goneAtMs: shownAtMs };
      this.eligible = holding;
    }
    if (this.standing === null && this.eligible === null) this.lockouts.push(since);
    const taken: SubmittedRequest = {
      id,
      status: isAssign ? "Provisioned" : "Revoked",
      action,
      key: KEY,
      targetScheduleId: isAssign ? id : null,
      justification,
      createdDateTime: since,
    };
    this.#requests.push(taken);
    return taken;
  }

  #shown(current: Holding | null, gone: Gone | null): Holding | null {
    if (current !== null && current.shownAtMs <= this.nowMs) return current;
    return gone !== null && gone.goneAtMs > this.nowMs ? gone.holding : null;
  }
}

function assignedInstance({ scheduleId, since }: Holding): AssignmentInstance {
  return {
    ...KEY,
    id: scheduleId,
    assignmentType: "Assigned",
    memberType: "Direct",
    startDateTime: since === "" ? null : since,
    endDateTime: null,
    roleAssignmentScheduleId: scheduleId,
    roleAssignmentOriginId: null,
  };
}

function eligibleInstance({ scheduleId, since }: Holding): EligibilityInstance {
  return {
    ...KEY,
    id: scheduleId,
    memberType: "Direct",
    startDateTime: since,
    endDateTime: null,
    roleEligibilityScheduleId: scheduleId,
  };
}

function problem(
  code: string,
  verdict: TenantProblem["verdict"],
  retryAfterMs: number | null,
): TenantAnswer<never> {
  return {
    ok: false,
    problem: {
      code,
      verdict,
      status: 400,
      message: "",
      advice: "",
      retryAfterMs,
      requestId: null,
      clientRequestId: null,
    },
  };
}

const BEFORE: BeforeImage = {
  readAt: "2026-06-01T00:00:00Z",
  origin: "outsidePim",
  roleAssignmentScheduleId: "outside",
  startDateTime: null,
  endDateTime: null,
  principalType: "user",
  principalName: "p@example.com",
  roleName: "R",
  scopeName: "A",
};

/** The conversion of that principal, not begun. */
export function freshConversion(): Conversion {
  return {
    id: "c",
    rolloutId: "o",
    tenantId: "t",
    wavePosition: 0,
    key: KEY,
    disposition: "convert",
    state: "converting",
    direction: "forward",
    beforeImage: BEFORE,
    term: { type: "none" },
    justification: "why",
    ticketInfo: { ticketNumber: "1", ticketSystem: "s" },
    steps: {
      grant: freshStep("grant"),
      remove: freshStep("remove"),
      restore: freshStep("restore"),
      revoke: freshStep("revoke"),
    },
    madeScheduleIds: [],
    isStopping: false,
    emergencyAccess: { principalIds: ["g1", "g2"], minimumStanding: 2 },
  };
}

/** The same access, to be taken away on purpose. */
export function freshRemoval(): Conversion {
  return { ...freshConversion(), disposition: "remove" };
}

/** True when a request is about the conversion's own access, to the letter. */
export function isOwnKey(request: ScheduleRequest): boolean {
  return sameKey(request.key, KEY);
}
