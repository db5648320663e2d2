/** The tenant's clock: the wall clock, moved forward on request. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Moves it forward; it never goes back. */
  advance(byMs: number): void;
}

/** Makes a clock over a source of wall time. */
export function createClock(wallNow: () => number): Clock {
  let aheadMs = 0;
  return {
    now: () => wallNow() + aheadMs,
    advance(byMs) {
      aheadMs += Math.max(0, byMs);
    },
  };
}
