import type { Grant, Schedule } from "./schedule.ts";
import { isStanding, scopeKey } from "./schedule.ts";

/** A moment at which someone who had standing access lost all of it, or was made eligible for more than it covered. */
export interface Violation extends Grant {
  readonly at: number;
  readonly kind: "noAccess" | "widened";
  readonly detail: string;
}

/** What one principal holds in one role at one scope, in force now. */
interface Holding {
  readonly grant: Grant;
  standingCount: number;
  /** Assigned with an end: access, but not standing access. */
  timeBoundCount: number;
  eligibleCount: number;
  /** Ever since the start. */
  hadStanding: boolean;
  /** The loss of it is written down or was meant, and it has not come back since. */
  isLossNoted: boolean;
}

/** A loss that nobody asked for: the service took along what it was not told to take. */
interface Lapse {
  readonly scopes: ReadonlyMap<string, Holding>;
  readonly holding: Holding;
  readonly at: number;
  readonly detail: string;
}

const TENANT_WIDE = "d:/";

/** How long a loss of the service's own making may last before it counts: whoever looks after a write is quicker. */
const LAPSE_GRACE_MS = 60 * 1000;

function holdsAccess(holding: Holding | undefined): boolean {
  return holding !== undefined && holding.standingCount + holding.timeBoundCount + holding.eligibleCount > 0;
}

/**
 * Watches each change of the tenant; costs the same for any size of the tenant. What an application does, and what time
 * does to what it made, is looked at; what a person does is meant.
 *
 * Access is a row in force, assigned (with or without an end) or eligible, at the scope itself or tenant-wide. An
 * activation is the use of an eligibility and is not counted by itself. Each loss counts once, until standing access
 * is there again. What is deleted with its principal is no loss. Where the service takes both sides along in answer to
 * one request, no caller could have prevented the instant: such a lapse counts when access is not back in time.
 */
export class Watchdog {
  readonly violations: Violation[] = [];
  /** How many losses were of the service's own making, made good or not. */
  lapseCount = 0;
  #isLapsing = false;
  #lapses: Lapse[] = [];
  readonly #holdings = new Map<string, Map<string, Holding>>();
  readonly #deletedPrincipals = new Set<string>();

  /** The principal is gone from the directory: what it held is not asked for any more. */
  forgetPrincipal(principalId: string): void {
    this.#deletedPrincipals.add(principalId);
  }

  /** Whatever is lost while this runs was taken by the service itself, where it is a lapse of the service. */
  duringServiceLapse(isLapse: boolean, run: () => void): void {
    this.#isLapsing = isLapse;
    run();
    this.#isLapsing = false;
  }

  /** To be told the time: lapses that were not made good by then count. */
  settle(now: number): void {
    if (this.#lapses.length === 0) return;
    const isOver = (lapse: Lapse): boolean => now - lapse.at > LAPSE_GRACE_MS;
    for (const { holding, at, detail } of this.#lapses.filter(isOver)) {
      this.#note("noAccess", holding.grant, at, detail);
    }
    this.#lapses = this.#lapses.filter((lapse) => !isOver(lapse));
  }

  /**
   * To be told of every change of a schedule. `isMeant`: a person makes it, so what it takes away is no loss, and what
   * it gives not too wide.
   */
  observe(before: Schedule | null, after: Schedule | null, at: number, isMeant = false): void {
    const row = after ?? before;
    if (row === null || this.#deletedPrincipals.has(row.principalId)) return;
    this.settle(at);
    const key = `${row.principalId}|${row.roleDefinitionId}`;
    const scopes = this.#holdings.get(key) ?? new Map<string, Holding>();
    this.#holdings.set(key, scopes);
    const isNewEligibility =
      after?.side === "eligibility" && after.isInForce && !(before?.isInForce ?? false);
    if (isNewEligibility && !isMeant) this.#checkWidth(scopes, after, at);
    this.#count(scopes, before, -1);
    this.#count(scopes, after, 1);
    this.#checkAccess(scopes, before, at, isMeant);
    this.#lapses = this.#lapses.filter(
      (lapse) => !holdsAccess(lapse.holding) && !holdsAccess(lapse.scopes.get(TENANT_WIDE)),
    );
  }

  #count(scopes: Map<string, Holding>, row: Schedule | null, by: 1 | -1): void {
    if (row === null || !row.isInForce || row.assignmentType === "Activated") return;
    const key = scopeKey(row);
    const holding = scopes.get(key) ?? {
      grant: row,
      standingCount: 0,
      timeBoundCount: 0,
      eligibleCount: 0,
      hadStanding: false,
      isLossNoted: false,
    };
    scopes.set(key, holding);
    if (row.side === "eligibility") holding.eligibleCount += by;
    else if (isStanding(row)) holding.standingCount += by;
    else holding.timeBoundCount += by;
    if (holding.standingCount > 0) {
      holding.hadStanding = true;
      holding.isLossNoted = false;
    }
  }

  #checkAccess(scopes: Map<string, Holding>, gone: Schedule | null, at: number, isMeant: boolean): void {
    for (const holding of scopes.values()) {
      if (!holding.hadStanding || holding.isLossNoted) continue;
      if (holdsAccess(holding) || holdsAccess(scopes.get(TENANT_WIDE))) continue;
      holding.isLossNoted = true;
      if (isMeant) continue;
      const what = gone === null ? "a change" : `the end of ${gone.side} ${gone.id}`;
      const detail = `No standing and no eligible access is left after ${what}.`;
      if (!this.#isLapsing) {
        this.#note("noAccess", holding.grant, at, detail);
        continue;
      }
      this.lapseCount += 1;
      this.#lapses.push({ scopes, holding, at, detail });
    }
  }

  #checkWidth(scopes: Map<string, Holding>, row: Schedule, at: number): void {
    const held = [...scopes].filter(([, holding]) => holding.hadStanding).map(([scope]) => scope);
    if (held.length === 0 || held.includes(TENANT_WIDE) || held.includes(scopeKey(row))) return;
    this.#note(
      "widened",
      row,
      at,
      `Standing access was at ${held.join(", ")}; eligible at ${scopeKey(row)}.`,
    );
  }

  #note(kind: Violation["kind"], grant: Grant, at: number, detail: string): void {
    const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = grant;
    this.violations.push({ at, kind, principalId, roleDefinitionId, directoryScopeId, appScopeId, detail });
  }
}
