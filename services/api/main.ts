import { createTenant } from "@standdown/graph";
import { createRedisQueue } from "@standdown/queue";
import {
  createAuthenticate,
  createLog,
  createProbes,
  loadCallers,
  loadConfigOrExit,
  runProcess,
} from "@standdown/runtime";
import { assertSchemaCurrent, createStore, openPool } from "@standdown/store";
import { cloudOf } from "./cloud.ts";
import { startApi } from "./start-api.ts";

const CONNECTIONS_MAX = 20;

const config = loadConfigOrExit("api");
const log = createLog({ name: "api", level: config.logLevel });

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
    const { tenantId, graphBaseUrl, credential } = config.tenant;
    const api = await startApi(config.api, {
      log,
      store,
      queue,
      tenant,
      connection: { tenantId, cloud: cloudOf(graphBaseUrl), ownAppId: credential.clientId },
      authenticate: createAuthenticate(loadCallers(config.callersFile)),
      // The queue is not asked for: commands are taken without it, and the sweep finds them.
      readiness: createProbes([{ name: "database", isReady: () => store.pingDatabase().then(() => true) }]),
      now: () => new Date(),
    });
    life.onClose({ name: "api", close: api.close });
    log.info({ url: api.url }, "listening");
  },
  { log },
);
