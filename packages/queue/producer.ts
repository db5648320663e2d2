import type { Job } from "@standdown/domain";
import type { BullBackend, BullJob, BullProducer } from "./bull-backend.ts";
import { identityOf } from "./job-identity.ts";
import { letGo, within } from "./within.ts";

const CHUNK_SIZE = 500;
const ANSWER_BOUND_MS = 5000;

/** Thrown when the backend is gone, does not answer in time, or refuses; `cause` has its words. */
export class QueueUnavailable extends Error {
  constructor(doing: string, options: { readonly cause: unknown }) {
    super(`the queue is not available for ${doing}`, options);
    this.name = "QueueUnavailable";
  }
}

/** Adds jobs, and answers in bounded time whatever the backend does. */
export class Producer {
  readonly #backend: BullBackend;
  #opening: { readonly producer: BullProducer; readonly ready: Promise<unknown> } | null = null;

  constructor(backend: BullBackend) {
    this.#backend = backend;
  }

  async add(jobs: readonly Job[]): Promise<void> {
    for (let start = 0; start < jobs.length; start += CHUNK_SIZE) {
      const chunk = jobs.slice(start, start + CHUNK_SIZE).map(toBullJob);
      await this.#ask("adding jobs", (producer) => producer.addBulk(chunk));
    }
  }

  async ping(): Promise<void> {
    await this.#ask("counting jobs", (producer) => producer.getJobCounts("waiting"));
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening !== null) await letGo(opening.producer);
  }

  async #ask(doing: string, question: (producer: BullProducer) => Promise<unknown>): Promise<void> {
    try {
      await within(ANSWER_BOUND_MS, this.#open().then(question));
    } catch (error) {
      throw new QueueUnavailable(doing, { cause: error });
    }
  }

  /** BullMQ never recovers from a first connection that failed half-way, so such a one is thrown away. */
  async #open(): Promise<BullProducer> {
    if (this.#opening === null) {
      const producer = this.#backend.openProducer();
      this.#opening = { producer, ready: producer.waitUntilReady() };
    }
    const opening = this.#opening;
    try {
      await opening.ready;
    } catch (error) {
      if (this.#opening === opening) {
        this.#opening = null;
        await letGo(opening.producer);
      }
      throw error;
    }
    return opening.producer;
  }
}

function toBullJob(job: Job): BullJob {
  return {
    name: job.kind,
    data: job,
    opts: { ...identityOf(job), attempts: 1, removeOnComplete: true, removeOnFail: true },
  };
}
