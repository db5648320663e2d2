import type { BullBackend } from "./bull-backend.ts";
import { startConsumer } from "./consumer.ts";
import { Producer } from "./producer.ts";
import type { Queue } from "./queue.ts";

/** A queue on one of BullMQ's backends. */
export function createBullQueue(backend: BullBackend): Queue {
  const producer = new Producer(backend);
  return {
    add: (jobs) => producer.add(jobs),
    startConsumer: (handler, options) => startConsumer(backend, handler, options),
    ping: () => producer.ping(),
    close: () => producer.close(),
  };
}
