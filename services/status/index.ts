export { buildStatus, type EventTiming, type StatusDependencies, type StatusParts } from "./build-status.ts";
export type { StatusStore } from "./ports.ts";
export { startStatus, type RunningStatus } from "./start-status.ts";
