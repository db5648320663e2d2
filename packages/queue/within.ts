/** Thrown when something took longer than it may. It may still happen. */
export class TimeBoundPassed extends Error {
  constructor(boundMs: number) {
    super(`no answer within ${boundMs} ms`);
    this.name = "TimeBoundPassed";
  }
}

/**
 * The result of the work, or what it throws, or {@link TimeBoundPassed} after `boundMs`: a client of a backend
 * that went away may wait for its return without end.
 */
export async function within<T>(boundMs: number, work: Promise<T>): Promise<T> {
  const bound = Promise.withResolvers<never>();
  const timer = setTimeout(() => bound.reject(new TimeBoundPassed(boundMs)), boundMs);
  try {
    return await Promise.race([work, bound.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const LET_GO_BOUND_MS = 2000;

/** Lets go of connections. One that is dead without saying so is left behind: it ends with its own time-out. */
export async function letGo(connections: { dispose(): Promise<void> }): Promise<void> {
  await within(LET_GO_BOUND_MS, connections.dispose()).catch(() => undefined);
}
