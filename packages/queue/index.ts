export type { DeliveryTiming } from "./bull-backend.ts";
export { createPostgresQueue, type PostgresQueueOptions } from "./postgres-queue.ts";
export type { Consumer, ConsumerOptions, JobHandler, Queue, QueueLog } from "./queue.ts";
export { createRedisQueue, type RedisQueueOptions } from "./redis-queue.ts";
export { QueueUnavailable } from "./producer.ts";
