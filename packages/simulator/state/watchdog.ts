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

const TENANT_WIDE = "d:/";

function holdsAccess(holding: Holding | undefined): boolean {
  return holding !== undefined && holding.standingCount + holding.timeBoundCount + holding.eligibleCount > 0;
}

/**
 * Watches each change of the tenant; costs the same for any size of the tenant. What an application does, and what time
 * does to what it made, is looked at; what a person does is meant.
 *
 * Access is a row in force, assigned (with or without an end) or eligible, at the scope itself or tenant-wide. An
 * activation is the use of an eligibility and is not counted by itself. Each loss counts once, until standing access
 * is there again. What is deleted with its principal is no loss.
 */
export class Watchdog {
  readonly violations: Violation[] = [];
  readonly #holdings = new Map<string, Map<string, Holding>>();
  readonly #deletedPrincipals = new Set<string>();

  /** The principal is gone from the directory: what it held is not asked for any more. */
  forgetPrincipal(principalId: string): void {
    this.#deletedPrincipals.add(principalId);
  }

  /**
   * To be told of every change of a schedule. `isMeant`: a person makes it, so what it takes away is no loss, and what
   * it gives not too wide.
   */
  observe(before: Schedule | null, after: Schedule | null, at: number, isMeant = false): void {
    const row = after ?? before;
    if (row === null || this.#deletedPrincipals.has(row.principalId)) return;
    const key = `${row.principalId}|${row.roleDefinitionId}`;
    const scopes = this.#holdings.get(key) ?? new Map<string, Holding>();
    this.#holdings.set(key, scopes);
    const isNewEligibility =
      after?.side === "eligibility" && after.isInForce && !(before?.isInForce ?? false);
    if (isNewEligibility && !isMeant) this.#checkWidth(scopes, after, at);
    this.#count(scopes, before, -1);
    this.#count(scopes, after, 1);
    this.#checkAccess(scopes, before, at, isMeant);
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
      this.#note("noAccess", holding.grant, at, `No standing and no eligible access is left after ${what}.`);
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
