/** Thrown when the backend did not answer in time. What was asked may still happen. */
export class QueueTimeout extends Error {
  constructor(doing: string, boundMs: number) {
    super(`the queue did not answer within ${boundMs} ms while ${doing}`);
    this.name = "QueueTimeout";
  }
}

/**
 * The result of the work, or what it throws, or {@link QueueTimeout} after `boundMs`: a client of a backend that
 * went away may wait for its return without end.
 */
export async function within<T>(boundMs: number, doing: string, work: Promise<T>): Promise<T> {
  const bound = Promise.withResolvers<never>();
  const timer = setTimeout(() => bound.reject(new QueueTimeout(doing, boundMs)), boundMs);
  try {
    return await Promise.race([work, bound.promise]);
  } finally {
    clearTimeout(timer);
  }
}
