/** What became of a charge. */
export interface Charged {
  readonly isRefused: boolean;
  /** How much of the limit is used up: 1 is all of it, more is what was refused. */
  readonly share: number;
  /** Until the limit is free again. */
  readonly leftMs: number;
  /** Whether the caller was told to wait and does not. */
  readonly ignoresRefusal: boolean;
}

/** What was on its way when a limit was reached cannot have known: calls that close behind are not counted as early. */
const ON_THE_WAY_MS = 1000;

/**
 * What is used of one limit. A window begins with the first call after the last one has ended. What is refused counts
 * too, so that a window in which the limit was reached stays shut until its end.
 */
export class Window {
  #beganAt = Number.NEGATIVE_INFINITY;
  #usedCount = 0;
  #refusedAt: number | null = null;

  charge(cost: number, allowed: { readonly count: number; readonly windowMs: number }, now: number): Charged {
    if (now >= this.#beganAt + allowed.windowMs) {
      this.#beganAt = now;
      this.#usedCount = 0;
      this.#refusedAt = null;
    }
    this.#usedCount += cost;
    const isRefused = this.#usedCount > allowed.count;
    const ignoresRefusal = this.#refusedAt !== null && now - this.#refusedAt > ON_THE_WAY_MS;
    if (isRefused) this.#refusedAt ??= now;
    return {
      isRefused,
      share: this.#usedCount / allowed.count,
      leftMs: this.#beganAt + allowed.windowMs - now,
      ignoresRefusal,
    };
  }

  /** What is used at this moment. */
  usedCount(windowMs: number, now: number): number {
    return now >= this.#beganAt + windowMs ? 0 : this.#usedCount;
  }
}
