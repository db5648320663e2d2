/** What a measurement may cost at most; it ends at whichever comes first. */
export type Bounds = { readonly calls: number; readonly ms: number };

/** How many are on their way at the same time. */
const WORKERS = 4;

/**
 * How many calls a second go through, several at a time. Calls are numbered from 0; the first tenth of the time is a
 * warm-up that does not count.
 */
export async function callsPerSecond(
  call: (number: number) => Promise<unknown>,
  bounds: Bounds,
): Promise<number> {
  await run(call, { calls: Math.ceil(bounds.calls / 10), ms: bounds.ms / 10 }, 0);
  const { calls, ms } = await run(call, bounds, Math.ceil(bounds.calls / 10));
  return (calls * 1000) / ms;
}

async function run(
  call: (number: number) => Promise<unknown>,
  bounds: Bounds,
  from: number,
): Promise<{ readonly calls: number; readonly ms: number }> {
  const beganAt = performance.now();
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + bounds.calls && performance.now() - beganAt < bounds.ms) {
      const number = next;
      next += 1;
      await call(number);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return { calls: next - from, ms: performance.now() - beganAt };
}
