import type { Job } from "@standdown/domain";
import type { JobIdentity } from "./job-identity.ts";

/** One queue for all kinds: whichever worker is free takes what is next. */
export const QUEUE_NAME = "jobs";

/** A job as BullMQ takes it. */
export type BullJob = {
  readonly name: Job["kind"];
  readonly data: Job;
  readonly opts: JobIdentity & {
    readonly attempts: 1;
    readonly removeOnComplete: true;
    readonly removeOnFail: true;
  };
};

/** What is used of BullMQ's `Queue`, whatever it stands on. */
export interface BullProducer {
  waitUntilReady(): Promise<unknown>;
  addBulk(jobs: BullJob[]): Promise<unknown>;
  getJobCounts(state: "waiting"): Promise<unknown>;
  /** Lets go of every connection, also of one that never came to be. */
  dispose(): Promise<void>;
}

/** What is used of BullMQ's `Worker`. */
export interface BullWorker {
  waitUntilReady(): Promise<unknown>;
  /** Takes jobs until it is closed. */
  run(): Promise<void>;
  /** Waits for the jobs that are being done, without end. */
  close(): Promise<void>;
  /** Lets go of every connection, without waiting for anything. */
  dispose(): Promise<void>;
}

/** How often a worker says that it lives, and how often somebody looks for one that does not. */
export type DeliveryTiming = { readonly lockMs: number; readonly stalledCheckMs: number };

/** A killed worker's jobs are with another after 9 to 10 seconds; BullMQ's own values take a minute. */
export const DEFAULT_TIMING: DeliveryTiming = { lockMs: 10_000, stalledCheckMs: 5000 };

/** How a worker is opened. */
export type WorkerSettings = {
  readonly concurrency: number;
  readonly processor: (received: {
    readonly id?: string | undefined;
    readonly data: unknown;
  }) => Promise<void>;
  readonly onError: (error: Error) => void;
};

/** What the two backends differ in. */
export interface BullBackend {
  readonly timing: DeliveryTiming;
  openProducer(): BullProducer;
  openWorker(settings: WorkerSettings): BullWorker;
}

/** The options of every worker. */
export function workerOptionsOf({ concurrency }: WorkerSettings, timing: DeliveryTiming) {
  return {
    autorun: false,
    concurrency,
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledCheckMs,
    // A job whose worker died is always given to another; the database counts the crashes of a conversion.
    maxStalledCount: 1_000_000,
    // After an outage BullMQ would wait for 15 s before it asks again.
    runRetryDelay: 1000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
}
