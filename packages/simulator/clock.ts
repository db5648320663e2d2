/** The tenant's clock: made from wall time, moved forward on request, and as fast as it is told. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Moves it forward; it never goes back. */
  advance(byMs: number): void;
  /** How much of its time passes in one of the wall's: 1 at the start, 0 to stand still. */
  readonly rate: number;
  /** Lets it run at another rate from now on. */
  runAt(rate: number): void;
}

/** Makes a clock over a source of wall time. */
export function createClock(wallNow: () => number): Clock {
  let wallAt = wallNow();
  let at = wallAt;
  let rate = 1;
  const now = (): number => Math.floor(at + (wallNow() - wallAt) * rate);
  const settle = (aheadMs: number): void => {
    at = now() + aheadMs;
    wallAt = wallNow();
  };
  return {
    now,
    advance: (byMs) => settle(Math.max(0, byMs)),
    get rate() {
      return rate;
    },
    runAt(wanted) {
      settle(0);
      rate = Math.max(0, wanted);
    },
  };
}
