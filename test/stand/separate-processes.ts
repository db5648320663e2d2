import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type StanddownClient } from "@standdown/cli";
import { startProcess, type SimulatedTenant, type StartedProcess } from "@standdown/cli/demo";
import { inject } from "vitest";
import { startTestDatabase } from "../environment/postgres.ts";
import { writeCallers } from "./callers.ts";

/** The services as production has them, each in a process of its own. */
export type SeparateProcesses = {
  readonly client: StanddownClient;
  /** Speaks as another approver. */
  readonly otherClient: StanddownClient;
  readonly api: StartedProcess;
  readonly status: StartedProcess;
  readonly workers: readonly [StartedProcess, StartedProcess];
  /** Kills both workers as a crash does, and starts another one. */
  crashWorkers(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts api, status and two workers on a database of their own and on one of Redis's numbered databases, so that
 * suites which run at the same time do not take each other's jobs.
 */
export async function startSeparateProcesses(
  tenant: SimulatedTenant,
  redisDatabase: number,
): Promise<SeparateProcesses> {
  const folder = await mkdtemp(join(tmpdir(), "standdown-stand-"));
  const database = await startTestDatabase();
  const callersFile = join(folder, "callers.json");
  const { tokens, otherTokens } = writeCallers(callersFile);
  const environment = {
    ...tenant.environment,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: new URL(`/${redisDatabase}`, inject("redisUrl")).href,
    AUTH_TOKENS_FILE: callersFile,
    API_PORT: "0",
    STATUS_PORT: "0",
    WORKER_PORT: "0",
    LOG_LEVEL: "info",
  };
  const [api, status, ...workers] = await Promise.all([
    startService("api", environment),
    startService("status", environment),
    startService("worker", environment),
    startService("worker", environment),
  ]);
  const later: StartedProcess[] = [];
  return {
    api,
    status,
    workers,
    client: createClient({ apiUrl: urlOf(api), statusUrl: urlOf(status), tokens }),
    otherClient: createClient({ apiUrl: urlOf(api), statusUrl: urlOf(status), tokens: otherTokens }),
    crashWorkers: async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      later.push(await startService("worker", environment));
    },
    close: async () => {
      await Promise.all([api, status, ...workers, ...later].map((each) => each.stop()));
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts one of them by itself; it is ready when its log tells its address. */
export function startService(
  name: "api" | "status" | "worker",
  environment: Readonly<Record<string, string>>,
): Promise<StartedProcess> {
  return startProcess({
    name,
    environment,
    file: new URL(`../../services/${name}/main.ts`, import.meta.url),
    args: [],
    isReadyLine: (line) => readUrl(line) !== null,
  });
}

/** Where a service that was started is reached. */
export function urlOf({ readyLine }: StartedProcess): string {
  return readUrl(readyLine) ?? "";
}

/** The address in a line of a service's log, where it has one. */
function readUrl(line: string): string | null {
  const entry: { readonly url?: unknown } = JSON.parse(line);
  return typeof entry.url === "string" ? entry.url : null;
}
