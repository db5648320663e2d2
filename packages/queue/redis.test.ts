import { Redis } from "ioredis";
import { randomUUID } from "node:crypto";
import type { Job } from "@standdown/domain";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { startRedis } from "../../test/environment/redis.ts";
import { describeQueue } from "./conformance.ts";
import { advance, conversion } from "./conformance/jobs.ts";
import { PATIENCE, silentLog } from "./conformance/stand.ts";
import { createRedisQueue, QueueUnavailable } from "./index.ts";

const redisUrl = inject("redisUrl");
let redis: Redis;

beforeAll(() => {
  redis = new Redis(redisUrl);
});
afterAll(() => redis.quit());

describeQueue({
  backend: "Redis",
  url: () => redisUrl,
  open: async (url, prefix, timing) => createRedisQueue({ redisUrl: url, prefix, timing }),
  readPayloads: async (prefix) => {
    const payloads: unknown[] = [];
    for (const key of await redis.keys(`${prefix}:*`)) {
      if ((await redis.type(key)) !== "hash") continue;
      const data = await redis.hget(key, "data");
      if (data !== null) payloads.push(JSON.parse(data));
    }
    return payloads;
  },
  drop: async (prefix) => {
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length > 0) await redis.del(...keys);
  },
});

test("producer and consumer outlive a Redis that is killed and comes back empty", async () => {
  const first = await startRedis();
  const queue = createRedisQueue({ redisUrl: first.redisUrl });
  const delivered: Job[] = [];
  const consumer = queue.startConsumer(async (job) => void delivered.push(job), {
    concurrency: 2,
    log: silentLog,
  });
  const [before, after] = [advance(), advance()];
  await queue.add([before]);
  await vi.waitFor(() => expect(delivered).toEqual([before]), PATIENCE);

  await first.kill();
  await expect(queue.add([advance()])).rejects.toThrow(QueueUnavailable);
  const second = await startRedis({ port: first.port });
  await vi.waitFor(() => queue.ping(), PATIENCE);
  await queue.add([after]);
  await vi.waitFor(() => expect(delivered).toEqual([before, after]), PATIENCE);

  await consumer.close();
  await queue.close();
  await second.kill();
});

test("queues with different prefixes on one Redis know nothing of each other", async () => {
  const mine = createRedisQueue({ redisUrl, prefix: randomUUID() });
  const other = createRedisQueue({ redisUrl, prefix: randomUUID() });
  const job = conversion();
  await other.add([conversion()]);
  await mine.add([job]);
  const delivered: Job[] = [];
  const consumer = mine.startConsumer(async (received) => void delivered.push(received), {
    concurrency: 1,
    log: silentLog,
  });
  await vi.waitFor(() => expect(delivered).toEqual([job]), PATIENCE);
  await consumer.close();
  await Promise.all([mine.close(), other.close()]);
});
