export { checkDrift } from "./check-drift.ts";
export { compileRollout } from "./compile-rollout.ts";
export { readInventory } from "./read-inventory.ts";
export { startEngine, type Engine } from "./engine.ts";
export type { EngineLog, EngineParts } from "./parts.ts";
export type { Clock } from "./ports/clock.ts";
export type { JobQueue } from "./ports/queue.ts";
export type {
  Claim,
  ClaimedWrite,
  CompileFailure,
  CompilingRollout,
  ConversionChange,
  EngineStore,
} from "./ports/store.ts";
export type { Pages, Tenant, TenantReader, TenantWriter } from "./ports/tenant.ts";
