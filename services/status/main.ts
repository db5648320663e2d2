import {
  createAuthenticate,
  createLog,
  createMetrics,
  createProbes,
  loadCallers,
  loadConfigOrExit,
  runProcess,
} from "@standdown/runtime";
import { assertSchemaCurrent, createStore, openPool } from "@standdown/store";
import { startStatus } from "./start-status.ts";

const CONNECTIONS_MAX = 10;
const TIMING = { pollMs: 300, heartbeatMs: 15_000 };

const config = loadConfigOrExit("status");
const log = createLog({ name: "status", level: config.logLevel });

runProcess(
  async (life) => {
    const pool = openPool(config.backend.databaseUrl, { connectionsMax: CONNECTIONS_MAX, log });
    const store = createStore(pool);
    life.onClose({ name: "store", close: store.close });
    await assertSchemaCurrent(pool);
    const status = await startStatus(config.status, {
      log,
      store,
      authenticate: createAuthenticate(loadCallers(config.callersFile)),
      readiness: createProbes([{ name: "database", isReady: () => store.pingDatabase().then(() => true) }]),
      metrics: createMetrics("status"),
      timing: TIMING,
      now: () => new Date(),
    });
    life.onClose({ name: "status", close: status.close });
    log.info({ url: status.url }, "listening");
  },
  { log },
);
