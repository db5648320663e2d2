export {
  CALLER_ROLES,
  createAuthenticate,
  loadCallers,
  tokenSha256,
  type Authenticate,
  type Caller,
  type CallerRole,
  type RegisteredCaller,
} from "./callers.ts";
export type { BackendConfig, EmbeddedConfig, ServersConfig } from "./config/backend-config.ts";
export { ConfigurationError, type ConfigurationMistake } from "./config/configuration-error.ts";
export { parseDurationMs } from "./config/duration.ts";
export type { Environment } from "./config/environment-reader.ts";
export {
  loadConfig,
  loadConfigOrExit,
  LOG_LEVELS,
  type ConfigOf,
  type ListenConfig,
  type LogLevel,
  type ProcessKind,
} from "./config/load-config.ts";
export type { CredentialConfig, TenantConfig } from "./config/tenant-config.ts";
export { writeEmbeddedTokens, type EmbeddedCallers, type EmbeddedTokens } from "./embedded-tokens.ts";
export { createLog, type Log } from "./log.ts";
export { Counter, createMetrics, Gauge, Histogram, type Metrics } from "./metrics.ts";
export { createProbes, type Probe, type ProbeResult } from "./probes.ts";
export { runProcess, type Closing, type HostProcess, type ProcessLife } from "./run-process.ts";
