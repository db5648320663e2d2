import { setTimeout as delay } from "node:timers/promises";
import { readJobPayload } from "@standdown/contracts";
import type { BullBackend, BullWorker } from "./bull-backend.ts";
import type { Consumer, ConsumerOptions, JobHandler } from "./queue.ts";
import { letGo, TimeBoundPassed, within } from "./within.ts";

const CLOSE_BOUND_MS = 20_000;
const REOPEN_MS = 1000;
const REPEATED_ERROR_MS = 30_000;

/** Takes jobs from the moment that the backend can be reached until it is closed. */
export function startConsumer(backend: BullBackend, handler: JobHandler, options: ConsumerOptions): Consumer {
  const { concurrency, log, closeBoundMs = CLOSE_BOUND_MS } = options;
  const closing = new AbortController();
  const onError = errorLog(log);
  let current: BullWorker | null = null;

  const processor = async (received: { readonly id?: string | undefined; readonly data: unknown }) => {
    const job = readJobPayload(received.data);
    if (job === null) {
      log.error({ jobId: received.id }, "what was delivered is no job, and was dropped");
      return;
    }
    try {
      await handler(job, closing.signal);
    } catch (error) {
      log.error({ job, err: error }, "a job failed; what it left undone is found by the sweep");
    }
  };

  /** A worker whose first connection failed stays broken, so another is opened in its place. */
  const opened = (async () => {
    while (!closing.signal.aborted) {
      const worker = backend.openWorker({ concurrency, processor, onError });
      current = worker;
      try {
        await worker.waitUntilReady();
        if (!closing.signal.aborted) worker.run().catch(onError);
        return;
      } catch (error) {
        onError(error);
        await letGo(worker);
      }
      await delay(REOPEN_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();

  async function close(): Promise<void> {
    closing.abort();
    const worker = current;
    if (worker === null) return;
    try {
      await within(closeBoundMs, worker.close());
    } catch (error) {
      if (!(error instanceof TimeBoundPassed)) onError(error);
      else log.warn({ closeBoundMs }, "jobs were still being done when the consumer had to close");
    } finally {
      await letGo(worker);
      await opened;
    }
  }

  let closed: Promise<void> | null = null;
  return { close: () => (closed ??= close()) };
}

/** Says an error once, not at every try to connect. */
function errorLog(log: ConsumerOptions["log"]): (error: unknown) => void {
  const saidAtMs = new Map<string, number>();
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (performance.now() - (saidAtMs.get(message) ?? -Infinity) < REPEATED_ERROR_MS) return;
    saidAtMs.set(message, performance.now());
    log.warn({ err: error }, "the queue has trouble; it is tried again");
  };
}
