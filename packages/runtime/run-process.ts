import type { Log } from "./log.ts";

/** Something to be closed when the process ends; `name` is for the log. */
export type Closing = { readonly name: string; readonly close: () => Promise<void> };

/** What a process's main function gets: the place to leave what must be closed, and a way to end. */
export type ProcessLife = {
  /** What is added last is closed first; what is added while the process is ending is closed as well. */
  readonly onClose: (closing: Closing) => void;
  /** Ends the process as a signal would, with this exit code. Only the first call counts. */
  readonly end: (exitCode: number) => void;
  /** Fires when the process begins to end. */
  readonly signal: AbortSignal;
};

/** The parts of `process` that are needed, so that a test can stand in for it. */
export type HostProcess = {
  on(event: string, listener: (reason: unknown) => void): unknown;
  exit(code: number): void;
};

// Under the 30 s that an orchestrator usually waits before it kills.
const CLOSE_BOUND_MS = 25_000;
const MAIN_BOUND_MS = 5_000;

/**
 * Runs a process to its end. SIGTERM and SIGINT close what was left with `onClose`, last first, within
 * `closeBoundMs`; a second signal exits at once. A main function that throws, an unhandled rejection and an
 * uncaught exception end it with 1. `main` may return while servers still run; one that is still busy when the
 * end comes has `mainBoundMs` to notice `signal`, so that what it was just starting is closed too.
 */
export function runProcess(
  main: (life: ProcessLife) => Promise<void>,
  options: {
    readonly log: Log;
    readonly host?: HostProcess;
    readonly closeBoundMs?: number;
    readonly mainBoundMs?: number;
  },
): void {
  const { log, host = process, closeBoundMs = CLOSE_BOUND_MS, mainBoundMs = MAIN_BOUND_MS } = options;
  const closings: Closing[] = [];
  const ending = new AbortController();
  const mainEnded = Promise.withResolvers<void>();

  async function close(exitCode: number): Promise<void> {
    const closed = await closeAll(closings, { log, boundMs: closeBoundMs });
    await within(mainEnded.promise, mainBoundMs);
    const closedLate = await closeAll(closings, { log, boundMs: closeBoundMs });
    host.exit(exitCode === 0 && !(closed && closedLate) ? 1 : exitCode);
  }
  function end(exitCode: number): void {
    if (ending.signal.aborted) return;
    ending.abort();
    void close(exitCode);
  }
  function fail(error: unknown, message: string): void {
    if (ending.signal.aborted) log.warn({ err: error }, `${message} while closing`);
    else log.fatal({ err: error }, message);
    end(1);
  }

  for (const signal of ["SIGTERM", "SIGINT"]) {
    host.on(signal, () => {
      if (ending.signal.aborted) {
        log.warn({ signal }, "told to end while closing: exiting at once");
        host.exit(1);
        return;
      }
      log.info({ signal }, "told to end: closing");
      end(0);
    });
  }
  host.on("unhandledRejection", (reason) => fail(reason, "a rejection was not handled"));
  host.on("uncaughtException", (error) => fail(error, "an exception was not caught"));

  main({ onClose: (closing) => void closings.push(closing), end, signal: ending.signal })
    .catch((error: unknown) => fail(error, "the process could not go on"))
    .finally(() => mainEnded.resolve());
}

/** Closes one after the other, last first, and goes on past one that throws. True when all closed in time. */
async function closeAll(
  closings: Closing[],
  { log, boundMs }: { readonly log: Log; readonly boundMs: number },
): Promise<boolean> {
  const endsAtMs = performance.now() + boundMs;
  let isClean = true;
  for (let closing = closings.pop(); closing !== undefined; closing = closings.pop()) {
    const { name, close } = closing;
    try {
      if (!(await within(close(), endsAtMs - performance.now()))) {
        log.error({ part: name, boundMs }, "closing took too long: going on without it");
        isClean = false;
      }
    } catch (error) {
      log.error({ part: name, err: error }, "closing failed");
      isClean = false;
    }
  }
  return isClean;
}

/** Whether it was done in this time; throws what it throws. */
async function within(work: Promise<void>, boundMs: number): Promise<boolean> {
  const bound = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => bound.resolve(false), Math.max(0, boundMs));
  try {
    return await Promise.race([work.then(() => true), bound.promise]);
  } finally {
    clearTimeout(timer);
  }
}
