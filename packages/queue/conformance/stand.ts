import { randomUUID } from "node:crypto";
import { afterEach, beforeEach } from "vitest";
import type { DeliveryTiming } from "../bull-backend.ts";
import type { Consumer, ConsumerOptions, JobHandler, Queue } from "../queue.ts";

/** How a backend is put to the test. A `place` is a prefix or a schema that nobody else uses. */
export type QueueUnderTest = {
  readonly backend: "Redis" | "PostgreSQL";
  readonly url: () => string;
  readonly open: (url: string, place: string, timing: DeliveryTiming) => Promise<Queue>;
  /** The payloads of all jobs that the backend still keeps, in any order. */
  readonly readPayloads: (place: string) => Promise<unknown[]>;
  readonly drop: (place: string) => Promise<void>;
};

/** A queue of its own for every test, which ends with it together with its consumers. */
export type Stand = {
  readonly underTest: QueueUnderTest;
  readonly queue: Queue;
  readonly place: string;
  readonly consume: (handler: JobHandler, options?: Partial<ConsumerOptions>) => Consumer;
};

/** Short, so that a killed consumer is found soon. */
export const TIMING: DeliveryTiming = { lockMs: 1000, stalledCheckMs: 500 };

/** For what comes by itself. */
export const PATIENCE = { timeout: 20_000, interval: 20 };

export const silentLog = { info: () => {}, warn: () => {}, error: () => {} };

/** Puts up a stand for the tests of the suite around it; read its fields inside a test only. */
export function putUpStand(underTest: QueueUnderTest): Stand {
  let place = "";
  let queue: Queue | null = null;
  let consumers: Consumer[] = [];
  const opened = () => {
    if (queue === null) throw new Error("the stand is put up for each test, and taken down after it");
    return queue;
  };
  beforeEach(async () => {
    place = `queue_${randomUUID().replaceAll("-", "")}`;
    queue = await underTest.open(underTest.url(), place, TIMING);
    consumers = [];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.close()));
    await queue?.close();
    queue = null;
    await underTest.drop(place);
  });
  return {
    underTest,
    get queue() {
      return opened();
    },
    get place() {
      return place;
    },
    consume: (handler, options = {}) => {
      const consumer = opened().startConsumer(handler, { concurrency: 10, log: silentLog, ...options });
      consumers.push(consumer);
      return consumer;
    },
  };
}
