import type { Job } from "@standdown/domain";

/** The part of a log that is written to; a pino log fits. */
export type QueueLog = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};

/** Does one job; `signal` fires when the consumer is closing. What it throws is logged, and the job is over. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

/** How a consumer works. */
export type ConsumerOptions = {
  /** At most this many jobs at once. */
  readonly concurrency: number;
  readonly log: QueueLog;
  /** How long `close` waits for jobs that are being done; 20 s when it is not said. */
  readonly closeBoundMs?: number;
};

/** A running consumer. It outlives outages of the backend. */
export interface Consumer {
  /**
   * Takes no more jobs, tells the handlers by their signal, and waits for them up to the bound. Jobs that are not
   * done then are delivered again, to somebody else.
   */
  close(): Promise<void>;
}

/**
 * Delivery of jobs: at least once, in any order, and it may lose everything. The database is the truth and sweeps
 * for what was lost, so a job that fails is not tried again here.
 */
export interface Queue {
  /**
   * Adds jobs; one that is already waiting is not added twice. Throws QueueUnavailable, in bounded time; what was on its
   * way by then may be delivered all the same.
   */
  add(jobs: readonly Job[]): Promise<void>;
  startConsumer(handler: JobHandler, options: ConsumerOptions): Consumer;
  /** Answers when the backend can be used; throws QueueUnavailable, in bounded time, when it cannot. */
  ping(): Promise<void>;
  /** Closes what this queue opened. Consumers are closed by themselves, before. */
  close(): Promise<void>;
}
