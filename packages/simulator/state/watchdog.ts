import type { Grant, Schedule } from "./schedule.ts";
import { isSameGrant, isStanding, scopeKey } from "./schedule.ts";

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
  /** The loss of it is written down, and it has not come back since. */
  isLossNoted: boolean;
}

const TENANT_WIDE = "d:/";

function holdsAccess(holding: Holding | undefined): boolean {
  return holding !== undefined && holding.standingCount + holding.timeBoundCount + holding.eligibleCount > 0;
}

function inRole(held: readonly Holding[], row: Schedule): Holding[] {
  return held.filter((holding) => holding.grant.roleDefinitionId === row.roleDefinitionId);
}

function isTenantWide(holding: Holding): boolean {
  return scopeKey(holding.grant) === TENANT_WIDE;
}

/**
 * Watches each change of the tenant, whoever made it; costs the same for any size of the tenant.
 *
 * Access is a row in force, assigned (with or without an end) or eligible, at the scope itself or tenant-wide. An
 * activation is the use of an eligibility and is not counted by itself. Each loss counts once, until standing access
 * is there again. What is deleted with its principal is no loss.
 */
export class Watchdog {
  readonly violations: Violation[] = [];
  /** By principal: few have many. */
  readonly #holdings = new Map<string, Holding[]>();
  readonly #deletedPrincipals = new Set<string>();

  /** The principal is gone from the directory: what it held is not asked for any more. */
  forgetPrincipal(principalId: string): void {
    this.#deletedPrincipals.add(principalId);
  }

  /** To be told of every change of a schedule. */
  observe(before: Schedule | null, after: Schedule | null, at: number): void {
    const row = after ?? before;
    if (row === null || this.#deletedPrincipals.has(row.principalId)) return;
    const held = this.#holdings.get(row.principalId) ?? [];
    this.#holdings.set(row.principalId, held);
    const isNewEligibility =
      after?.side === "eligibility" && after.isInForce && !(before?.isInForce ?? false);
    if (isNewEligibility) this.#checkWidth(held, after, at);
    this.#count(held, before, -1);
    this.#count(held, after, 1);
    this.#checkAccess(inRole(held, row), before, at);
  }

  #count(held: Holding[], row: Schedule | null, by: 1 | -1): void {
    if (row === null || !row.isInForce || row.assignmentType === "Activated") return;
    let holding = held.find((candidate) => isSameGrant(candidate.grant, row));
    if (holding === undefined) {
      holding = {
        grant: row,
        standingCount: 0,
        timeBoundCount: 0,
        eligibleCount: 0,
        hadStanding: false,
        isLossNoted: false,
      };
      held.push(holding);
    }
    if (row.side === "eligibility") holding.eligibleCount += by;
    else if (isStanding(row)) holding.standingCount += by;
    else holding.timeBoundCount += by;
    if (holding.standingCount > 0) {
      holding.hadStanding = true;
      holding.isLossNoted = false;
    }
  }

  #checkAccess(held: readonly Holding[], gone: Schedule | null, at: number): void {
    for (const holding of held) {
      if (!holding.hadStanding || holding.isLossNoted) continue;
      if (holdsAccess(holding) || holdsAccess(held.find(isTenantWide))) continue;
      holding.isLossNoted = true;
      const what = gone === null ? "a change" : `the end of ${gone.side} ${gone.id}`;
      this.#note("noAccess", holding.grant, at, `No standing and no eligible access is left after ${what}.`);
    }
  }

  #checkWidth(held: readonly Holding[], row: Schedule, at: number): void {
    const scopes = inRole(held, row)
      .filter((holding) => holding.hadStanding)
      .map((holding) => scopeKey(holding.grant));
    if (scopes.length === 0 || scopes.includes(TENANT_WIDE) || scopes.includes(scopeKey(row))) return;
    this.#note(
      "widened",
      row,
      at,
      `Standing access was at ${scopes.join(", ")}; eligible at ${scopeKey(row)}.`,
    );
  }

  #note(kind: Violation["kind"], grant: Grant, at: number, detail: string): void {
    const { principalId, roleDefinitionId, directoryScopeId, appScopeId } = grant;
    this.violations.push({ at, kind, principalId, roleDefinitionId, directoryScopeId, appScopeId, detail });
  }
}
