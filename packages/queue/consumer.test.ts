import { expect, test } from "vitest";
import { DEFAULT_TIMING, type WorkerSettings } from "./bull-backend.ts";
import { startConsumer } from "./consumer.ts";

/** A consumer on a backend that delivers only what the test hands over. */
function consumerWith(errors: string[], handled: unknown[]) {
  const opened: WorkerSettings[] = [];
  const consumer = startConsumer(
    {
      timing: DEFAULT_TIMING,
      openProducer: () => {
        throw new Error("a consumer adds nothing");
      },
      openWorker: (settings) => {
        opened.push(settings);
        return {
          waitUntilReady: async () => {},
          run: async () => {},
          close: async () => {},
          dispose: async () => {},
        };
      },
    },
    async (job) => void handled.push(job),
    {
      concurrency: 1,
      log: { info: () => {}, warn: () => {}, error: (_fields, message) => void errors.push(message) },
    },
  );
  const deliver = async (data: unknown) => await opened[0]?.processor({ id: "any", data });
  return { consumer, deliver };
}

test("what is delivered and is no job is logged and dropped, and no handler sees it", async () => {
  const errors: string[] = [];
  const handled: unknown[] = [];
  const { consumer, deliver } = consumerWith(errors, handled);
  await deliver({ kind: "advance", rolloutId: "not an id" });
  await deliver(null);
  expect(errors).toHaveLength(2);
  expect(handled).toEqual([]);
  const job = { kind: "advance", rolloutId: "0b0f6c3e-7a53-4b6e-9d0e-3f9f5a6f2c11" };
  await deliver(job);
  expect(handled).toEqual([job]);
  await consumer.close();
  await consumer.close();
});
