import {
  readBackendConfig,
  readDatabaseUrl,
  readDataDir,
  readServersConfig,
  type BackendConfig,
  type ServersConfig,
} from "./backend-config.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { EnvironmentReader, type Environment } from "./environment-reader.ts";
import { readTenantConfig, type TenantConfig } from "./tenant-config.ts";

/** How much is logged, from nothing to everything. */
export const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;
/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where a service listens. */
export type ListenConfig = { readonly host: string; readonly port: number };

/** What each kind of process reads: only what it uses, so that none holds a secret it has no need of. */
export type ConfigOf = {
  readonly embedded: {
    readonly logLevel: LogLevel;
    readonly backend: BackendConfig;
    readonly dataDir: string;
    readonly tenant: TenantConfig;
    /** Null: tokens are made and written to the data folder. */
    readonly callersFile: string | null;
    readonly api: ListenConfig;
    readonly status: ListenConfig;
    readonly workerConcurrency: number;
  };
  readonly api: {
    readonly logLevel: LogLevel;
    readonly backend: ServersConfig;
    readonly tenant: TenantConfig;
    readonly callersFile: string;
    readonly api: ListenConfig;
  };
  readonly status: {
    readonly logLevel: LogLevel;
    readonly backend: ServersConfig;
    readonly callersFile: string;
    readonly status: ListenConfig;
  };
  readonly worker: {
    readonly logLevel: LogLevel;
    readonly backend: ServersConfig;
    readonly tenant: TenantConfig;
    readonly workerConcurrency: number;
    /** Its probes only. */
    readonly worker: ListenConfig;
  };
  readonly migrate: { readonly logLevel: LogLevel; readonly databaseUrl: string };
};
/** A process with a configuration of its own. */
export type ProcessKind = keyof ConfigOf;

const READERS: { readonly [K in ProcessKind]: (reader: EnvironmentReader) => ConfigOf[K] } = {
  embedded: (reader) => ({
    logLevel: readLogLevel(reader),
    backend: readBackendConfig(reader),
    dataDir: readDataDir(reader),
    tenant: readTenantConfig(reader),
    callersFile: reader.filePath("AUTH_TOKENS_FILE"),
    api: readListen(reader, "API", 8080),
    status: readListen(reader, "STATUS", 8081),
    workerConcurrency: readConcurrency(reader),
  }),
  api: (reader) => ({
    logLevel: readLogLevel(reader),
    backend: readServersConfig(reader),
    tenant: readTenantConfig(reader),
    callersFile: readCallersFile(reader),
    api: readListen(reader, "API", 8080),
  }),
  status: (reader) => ({
    logLevel: readLogLevel(reader),
    backend: readServersConfig(reader),
    callersFile: readCallersFile(reader),
    status: readListen(reader, "STATUS", 8081),
  }),
  worker: (reader) => ({
    logLevel: readLogLevel(reader),
    backend: readServersConfig(reader),
    tenant: readTenantConfig(reader),
    workerConcurrency: readConcurrency(reader),
    worker: readListen(reader, "WORKER", 8082),
  }),
  migrate: (reader) => ({ logLevel: readLogLevel(reader), databaseUrl: readDatabaseUrl(reader) }),
};

/**
 * The configuration of one kind of process.
 * @throws ConfigurationError with every mistake at once.
 */
export function loadConfig<K extends ProcessKind>(environment: Environment, what: K): ConfigOf[K] {
  const reader = new EnvironmentReader(environment);
  const config = READERS[what](reader);
  if (reader.mistakes.length > 0) throw new ConfigurationError(reader.mistakes);
  return config;
}

/**
 * The configuration of this process; where it cannot be used, says every mistake on standard error and exits
 * with 2. For the first line of a composition root, before there is a log.
 */
export function loadConfigOrExit<K extends ProcessKind>(what: K): ConfigOf[K] {
  try {
    return loadConfig(process.env, what);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(2);
  }
}

function readLogLevel(reader: EnvironmentReader): LogLevel {
  return reader.oneOf("LOG_LEVEL", LOG_LEVELS, "info");
}

/** Port 0 takes any free one. */
function readListen(
  reader: EnvironmentReader,
  service: "API" | "STATUS" | "WORKER",
  otherwise: number,
): ListenConfig {
  return {
    host: reader.optional(`${service}_HOST`) ?? "127.0.0.1",
    port: reader.integer(`${service}_PORT`, { least: 0, most: 65_535, otherwise }),
  };
}

// Throughput of the queue stops growing at about 50 jobs at once.
function readConcurrency(reader: EnvironmentReader): number {
  return reader.integer("WORKER_CONCURRENCY", { least: 1, most: 1000, otherwise: 50 });
}

function readCallersFile(reader: EnvironmentReader): string {
  reader.required(
    "AUTH_TOKENS_FILE",
    "the path of the file with the callers and the digests of their tokens",
  );
  return reader.filePath("AUTH_TOKENS_FILE") ?? "";
}
