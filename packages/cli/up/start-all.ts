import { cloudOf, startApi } from "@standdown/api";
import { createTenant } from "@standdown/graph";
import {
  createAuthenticate,
  createMetrics,
  createProbes,
  loadCallers,
  writeEmbeddedTokens,
  type Authenticate,
  type ConfigOf,
  type Log,
  type ProcessLife,
} from "@standdown/runtime";
import { startStatus } from "@standdown/status";
import { startWorker } from "@standdown/worker";
import type { Addresses } from "./addresses.ts";
import { openBackend } from "./backend.ts";

/** How often the ledger is looked at for live events, and how often a quiet stream says that it is alive. */
const EVENT_TIMING = { pollMs: 250, heartbeatMs: 15_000 };

const now = (): Date => new Date();

/** Everything that the one process is started with. */
export type OneProcess = {
  readonly config: ConfigOf["embedded"];
  readonly life: Pick<ProcessLife, "onClose">;
  readonly log: Log;
  readonly logFile: string;
};

/** Starts the api, the status service and a worker in this process, on one database and one queue. */
export async function startAll({ config, life, log, logFile }: OneProcess): Promise<Addresses> {
  const { authenticate, tokenFile } = openCallers(config);
  const { store, queue } = await openBackend(config, life, log);
  const tenant = createTenant(config.tenant);
  life.onClose({ name: "tenant", close: () => tenant.close() });
  const readiness = createProbes([
    { name: "database", isReady: async () => (await store.pingDatabase(), true) },
    { name: "queue", isReady: async () => (await queue.ping(), true) },
  ]);

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
  const status = await startStatus(config.status, {
    store,
    log,
    authenticate,
    readiness,
    now,
    metrics: createMetrics("standdown"),
    timing: EVENT_TIMING,
  });
  life.onClose({ name: "status", close: status.close });
  const api = await startApi(config.api, {
    store,
    queue,
    tenant,
    log,
    authenticate,
    readiness,
    now,
    connection: {
      tenantId: config.tenant.tenantId,
      cloud: cloudOf(config.tenant.graphBaseUrl),
      ownAppId: config.tenant.credential.clientId,
    },
  });
  life.onClose({ name: "api", close: api.close });
  return { apiUrl: api.url, statusUrl: status.url, tokenFile, logFile };
}

/** The callers of a file where one is configured, else one for each role, with their tokens in the data folder. */
function openCallers({ callersFile, dataDir }: Pick<ConfigOf["embedded"], "callersFile" | "dataDir">): {
  readonly authenticate: Authenticate;
  readonly tokenFile: string | null;
} {
  if (callersFile !== null) {
    return { authenticate: createAuthenticate(loadCallers(callersFile)), tokenFile: null };
  }
  const { callers, path } = writeEmbeddedTokens(dataDir);
  return { authenticate: createAuthenticate(callers), tokenFile: path };
}
