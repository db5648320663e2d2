import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const SAMPLE_EVERY_MS = 500;

/** What a piece of work held and how long it took. */
export type Held = {
  readonly ms: number;
  /** Heap after a collection, in megabytes: before the work, and the most that was seen while it went on. */
  readonly beforeMb: number;
  readonly peakMb: number;
};

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

/** Does the work and looks twice a second at what is still held once garbage is collected. */
export async function heldWhile(work: () => Promise<unknown>): Promise<Held> {
  const beforeMb = heldMb();
  let peakMb = beforeMb;
  const sampling = setInterval(() => {
    peakMb = Math.max(peakMb, heldMb());
  }, SAMPLE_EVERY_MS);
  const beganAt = performance.now();
  try {
    await work();
    const ms = performance.now() - beganAt;
    return { ms, beforeMb, peakMb: Math.max(peakMb, heldMb()) };
  } finally {
    clearInterval(sampling);
  }
}

function heldMb(): number {
  if (typeof collect === "function") collect();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1_000_000);
}
