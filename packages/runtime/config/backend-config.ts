import { resolve } from "node:path";
import type { EnvironmentReader } from "./environment-reader.ts";

/** The truth and the delivery on servers of their own. */
export type ServersConfig = {
  readonly kind: "servers";
  readonly databaseUrl: string;
  readonly redisUrl: string;
};

/** Both in this one process's data folder, with nothing to install. */
export type EmbeddedConfig = { readonly kind: "embedded" };

/** Where the truth and the delivery live. */
export type BackendConfig = ServersConfig | EmbeddedConfig;

const DATABASE_RULE = {
  protocols: ["postgres:", "postgresql:"],
  example: "postgresql://standdown@db.example/standdown",
};
const REDIS_RULE = { protocols: ["redis:", "rediss:"], example: "redis://cache.example:6379" };

/** Servers when both are named, embedded when neither is; one alone is a mistake, because the other would be guessed. */
export function readBackendConfig(reader: EnvironmentReader): BackendConfig {
  const databaseUrl = reader.url("DATABASE_URL", DATABASE_RULE);
  const redisUrl = reader.url("REDIS_URL", REDIS_RULE);
  if (databaseUrl === null && redisUrl === null) return { kind: "embedded" };
  if (databaseUrl === null)
    reader.note("DATABASE_URL", "is missing while REDIS_URL is set; set both or neither");
  if (redisUrl === null)
    reader.note("REDIS_URL", "is missing while DATABASE_URL is set; set both or neither");
  return { kind: "servers", databaseUrl: databaseUrl ?? "", redisUrl: redisUrl ?? "" };
}

/** A service by itself shares its backends with others, so both must be named. */
export function readServersConfig(reader: EnvironmentReader): ServersConfig {
  const databaseUrl = readDatabaseUrl(reader);
  const redisUrl = reader.url("REDIS_URL", REDIS_RULE);
  if (redisUrl === null) {
    reader.note("REDIS_URL", `is missing; a service by itself needs it, such as ${REDIS_RULE.example}`);
  }
  return { kind: "servers", databaseUrl, redisUrl: redisUrl ?? "" };
}

export function readDatabaseUrl(reader: EnvironmentReader): string {
  const databaseUrl = reader.url("DATABASE_URL", DATABASE_RULE);
  if (databaseUrl === null) {
    reader.note("DATABASE_URL", `is missing; a service by itself needs it, such as ${DATABASE_RULE.example}`);
  }
  return databaseUrl ?? "";
}

/** The folder of everything that is kept on this machine, as an absolute path. */
export function readDataDir(reader: EnvironmentReader): string {
  return resolve(reader.optional("DATA_DIR") ?? ".standdown");
}
