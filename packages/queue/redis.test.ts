import { Redis } from "ioredis";
import { afterAll, beforeAll, inject } from "vitest";
import { describeQueue } from "./conformance.ts";
import { createRedisQueue } from "./index.ts";

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
