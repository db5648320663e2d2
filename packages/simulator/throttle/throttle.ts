import type { CallCost } from "./call-cost.ts";
import type { Allowance, Allowances, LimitName, LimitPreset } from "./limits.ts";
import { allowancesOf, LIMIT_NAMES, LIMITS, resourceUnitsFor } from "./limits.ts";
import { Window } from "./window.ts";

/** What a throttle is made with. */
export interface ThrottleOptions {
  readonly preset: LimitPreset;
  /** Windows are of wall time: moving the tenant's clock frees no limit, as it frees none at Microsoft. */
  readonly wallNow: () => number;
  readonly userCount: () => number;
  /** The quirk `pimWriteLimit`: requests for schedules in a minute; 0 for no limit. */
  readonly pimWriteLimit: () => number;
}

/** Whether a call may pass. */
export interface Passage {
  /** How much is used of the limit that is nearest to its end; 0 where there is none. */
  readonly share: number;
  /** The limit that refuses it, with how long to wait; null: it passes. */
  readonly refusedBy: { readonly limit: LimitName; readonly leftMs: number } | null;
}

interface Met {
  passedCount: number;
  refusedCount: number;
  /** Of the refused: those that came although their application had been told to wait, and could know. */
  ignoredRetryAfterCount: number;
}

/** How often a limit was met since the allowances were put in place. */
export interface LimitUse extends Readonly<Met> {
  /** In the window that runs now, of the application that used most. */
  readonly usedCount: number;
}

interface Kept extends Met {
  /** By application; one for all where they share the limit. */
  readonly windows: Map<string, Window>;
}

const MINUTE_MS = 60 * 1000;

/** Holds calls against the limits. Each call costs the same time, however many there were. */
export class Throttle {
  readonly #options: ThrottleOptions;
  #allowances: Allowances;
  #kept = new Map<LimitName, Kept>();

  constructor(options: ThrottleOptions) {
    this.#options = options;
    this.#allowances = allowancesOf(options.preset);
  }

  /** Puts other allowances in place; everything is counted anew. */
  allow(allowances: Allowances): void {
    this.#allowances = allowances;
    this.#kept = new Map();
  }

  /** What a limit allows now, in numbers; null for no limit. */
  allowance(name: LimitName): { readonly count: number; readonly windowMs: number } | null {
    const allowed = name === "pimWrites" ? this.#pimWrites() : this.#allowances[name];
    if (allowed === null) return null;
    const { count, windowMs } = allowed;
    return {
      count: count === "byTenantSize" ? resourceUnitsFor(this.#options.userCount()) : count,
      windowMs,
    };
  }

  /** Charges a call of an application. What one limit refuses is not charged to those behind it. */
  charge(appId: string, cost: CallCost): Passage {
    const now = this.#options.wallNow();
    let share = 0;
    for (const [limit, count] of cost.charges) {
      const allowed = this.allowance(limit);
      if (allowed === null) continue;
      const kept = this.#keptOf(limit);
      const charged = windowOf(kept, limit, appId).charge(count, allowed, now);
      share = Math.max(share, charged.share);
      if (charged.isRefused) {
        kept.refusedCount += 1;
        if (charged.ignoresRefusal && LIMITS[limit].tellsRetryAfter) kept.ignoredRetryAfterCount += 1;
        return { share, refusedBy: { limit, leftMs: charged.leftMs } };
      }
      kept.passedCount += 1;
    }
    return { share, refusedBy: null };
  }

  /** How often each limit was met. */
  uses(): ReadonlyMap<LimitName, LimitUse> {
    const now = this.#options.wallNow();
    return new Map(
      LIMIT_NAMES.map((name): [LimitName, LimitUse] => {
        const { windows, ...counts } = this.#keptOf(name);
        const windowMs = this.allowance(name)?.windowMs ?? 0;
        const used = [...windows.values()].map((window) => window.usedCount(windowMs, now));
        return [name, { usedCount: Math.max(0, ...used), ...counts }];
      }),
    );
  }

  #pimWrites(): Allowance | null {
    const count = this.#options.pimWriteLimit();
    return count === 0 ? null : { count, windowMs: MINUTE_MS };
  }

  #keptOf(limit: LimitName): Kept {
    const known = this.#kept.get(limit);
    if (known !== undefined) return known;
    const kept: Kept = { passedCount: 0, refusedCount: 0, ignoredRetryAfterCount: 0, windows: new Map() };
    this.#kept.set(limit, kept);
    return kept;
  }
}

function windowOf(kept: Kept, limit: LimitName, appId: string): Window {
  const key = LIMITS[limit].scope === "Tenant" ? "" : appId;
  const window = kept.windows.get(key) ?? new Window();
  kept.windows.set(key, window);
  return window;
}
