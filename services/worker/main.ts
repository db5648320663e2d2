import { createService } from "@standdown/contracts/server";
import { createTenant } from "@standdown/graph";
import { createRedisQueue } from "@standdown/queue";
import { createLog, createProbes, loadConfigOrExit, runProcess } from "@standdown/runtime";
import { assertSchemaCurrent, createStore, openPool } from "@standdown/store";
import { startWorker } from "./start-worker.ts";

const config = loadConfigOrExit("worker");
const log = createLog({ name: "worker", level: config.logLevel });
/** Each job holds a connection only while a statement runs. */
const CONNECTIONS_MAX = 20;

runProcess(
  async (life) => {
    const pool = openPool(config.backend.databaseUrl, { connectionsMax: CONNECTIONS_MAX, log });
    const store = createStore(pool);
    life.onClose({ name: "store", close: store.close });
    await assertSchemaCurrent(pool);
    const queue = createRedisQueue({ redisUrl: config.backend.redisUrl });
    life.onClose({ name: "queue", close: () => queue.close() });
    const tenant = createTenant(config.tenant);
    life.onClose({ name: "tenant", close: () => tenant.close() });

    // No caller is known here, so nothing but the probes answers.
    const probes = await createService({
      about: { title: "Standdown worker", description: "Probes only.", version: "1.0.0" },
      log,
      authenticate: () => null,
      readiness: createProbes([
        { name: "database", isReady: async () => (await store.pingDatabase(), true) },
        { name: "queue", isReady: async () => (await queue.ping(), true) },
      ]),
    });
    life.onClose({ name: "probes", close: () => probes.close() });
    const worker = startWorker(
      {
        concurrency: config.workerConcurrency,
        ownAppId: config.tenant.credential.clientId,
        timing: {
          proofIntervalMs: config.tenant.proofIntervalMs,
          minimumAgeMs: config.tenant.pimMinimumAgeMs,
        },
      },
      { store, queue, tenant, log },
    );
    life.onClose({ name: "worker", close: worker.close });
    const url = await probes.listen({ host: config.worker.host, port: config.worker.port });
    log.info({ url }, "working");
  },
  { log },
);
