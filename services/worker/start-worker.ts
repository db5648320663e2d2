import { randomUUID } from "node:crypto";
import type { Timing } from "@standdown/domain";
import { startEngine, type EngineLog, type EngineStore, type Tenant } from "@standdown/engine";
import type { Queue } from "@standdown/queue";

/** What a worker works with; whoever starts it closes these. */
export type WorkerParts = {
  readonly store: EngineStore;
  readonly queue: Pick<Queue, "add" | "startConsumer">;
  readonly tenant: Tenant;
  readonly log: EngineLog;
};

/** How a worker works. */
export type WorkerOptions = {
  /** At most this many jobs at once. */
  readonly concurrency: number;
  readonly timing: Timing;
  /** The application that the tenant is spoken to as; null for a managed identity that is not named. */
  readonly ownAppId: string | null;
};

/** A worker that works. `close` takes no more jobs and waits for those that are being done. */
export type RunningWorker = { readonly close: () => Promise<void> };

/** A killed worker's conversions go on after this time. */
const LEASE_MS = 12_000;
const WINDOW_MAX = 1000;
const SWEEP_MS = 1000;

/** Starts the engine and gives it jobs as they are delivered. */
export function startWorker(options: WorkerOptions, parts: WorkerParts): RunningWorker {
  const { store, queue, tenant, log } = parts;
  const engine = startEngine({
    store,
    queue,
    tenant,
    log,
    timing: options.timing,
    ownAppId: options.ownAppId,
    clock: { now: () => new Date() },
    newId: randomUUID,
    leaseMs: LEASE_MS,
    windowMax: WINDOW_MAX,
    sweepMs: SWEEP_MS,
  });
  const consumer = queue.startConsumer((job) => engine.handle(job), {
    concurrency: options.concurrency,
    log,
  });
  return {
    close: async () => {
      // The engine renews the leases of what the consumer is still waiting for, so it is closed after it.
      await consumer.close();
      await engine.close();
    },
  };
}
