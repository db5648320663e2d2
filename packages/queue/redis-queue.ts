import { Queue as BullMqQueue, Worker } from "bullmq";
import { Redis, type RedisOptions } from "ioredis";
import {
  DEFAULT_TIMING,
  QUEUE_NAME,
  workerOptionsOf,
  type BullBackend,
  type BullProducer,
  type BullWorker,
  type DeliveryTiming,
  type WorkerSettings,
} from "./bull-backend.ts";
import { createBullQueue } from "./bull-queue.ts";
import type { Queue } from "./queue.ts";

/** Where Redis is. Queues with different prefixes on one Redis know nothing of each other. */
export type RedisQueueOptions = {
  /** `redis://` or, with TLS, `rediss://`. */
  readonly redisUrl: string;
  readonly prefix?: string;
  readonly timing?: DeliveryTiming;
};

const DEFAULT_PREFIX = "standdown";
const CONNECT_BOUND_MS = 5000;
const ANSWER_BOUND_MS = 5000;

/** A queue on Redis. Opens no connection before it is used. */
export function createRedisQueue(options: RedisQueueOptions): Queue {
  const { redisUrl, prefix = DEFAULT_PREFIX, timing = DEFAULT_TIMING } = options;
  const backend: BullBackend = {
    timing,
    openProducer: () => openProducer(redisUrl, prefix),
    openWorker: (settings) => openWorker({ redisUrl, prefix, timing }, settings),
  };
  return createBullQueue(backend);
}

/** Fails fast: who adds a job would rather know than wait. */
function openProducer(redisUrl: string, prefix: string): BullProducer {
  const connection = connect(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: ANSWER_BOUND_MS,
  });
  const queue = new BullMqQueue(QUEUE_NAME, { connection, prefix });
  queue.on("error", ignore);
  return {
    waitUntilReady: () => queue.waitUntilReady(),
    addBulk: (jobs) => queue.addBulk(jobs),
    getJobCounts: (state) => queue.getJobCounts(state),
    dispose: async () => {
      connection.disconnect();
      await queue.close();
    },
  };
}

/** Waits for Redis to come back: BullMQ asks for it. */
function openWorker(
  { redisUrl, prefix, timing }: Required<RedisQueueOptions>,
  settings: WorkerSettings,
): BullWorker {
  const connection = connect(redisUrl, { maxRetriesPerRequest: null });
  const worker = new Worker(QUEUE_NAME, settings.processor, {
    ...workerOptionsOf(settings, timing),
    connection,
    prefix,
  });
  worker.on("error", settings.onError);
  return {
    waitUntilReady: () => worker.waitUntilReady(),
    run: () => worker.run(),
    close: () => worker.close(),
    dispose: async () => {
      connection.disconnect();
      await worker.disconnect();
    },
  };
}

/** A connection that comes back by itself, at the latest two seconds after Redis does. */
function connect(
  redisUrl: string,
  options: Pick<RedisOptions, "enableOfflineQueue" | "maxRetriesPerRequest" | "commandTimeout">,
): Redis {
  const connection = new Redis(redisUrl, {
    ...options,
    connectTimeout: CONNECT_BOUND_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  // Without a listener the client writes to the console; what fails is told by the call that fails.
  connection.on("error", ignore);
  return connection;
}

function ignore(): void {}
