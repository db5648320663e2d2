export { checkDrift } from "./check-drift.ts";
export { compileRollout } from "./compile-rollout.ts";
export { startEngine, type Engine } from "./engine.ts";
export { readInventory } from "./read-inventory.ts";
export { runConversion } from "./run-conversion.ts";
export { runSettings } from "./run-settings.ts";
export { reviewInventory } from "./review-inventory.ts";
export { startDueInventories } from "./start-due-inventories.ts";
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
