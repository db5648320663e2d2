import { createPostgresQueue, createRedisQueue } from "../index.ts";

// A consumer in a process of its own, to be killed: says that it has a job, and never ends it.
const [backend, url = "", place = ""] = process.argv.slice(2);
const timing = { lockMs: 1000, stalledCheckMs: 500 };
const queue =
  backend === "Redis"
    ? createRedisQueue({ redisUrl: url, prefix: place, timing })
    : await createPostgresQueue({ databaseUrl: url, schema: place, timing });

queue.startConsumer(
  () => {
    process.stdout.write("begun\n");
    return Promise.withResolvers<void>().promise;
  },
  { concurrency: 1, log: { info: () => {}, warn: () => {}, error: console.error } },
);
