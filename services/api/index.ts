export { buildApi, type ApiDependencies, type ApiParts } from "./build-api.ts";
export type { ApiQueue, ApiStore, ApiTenant } from "./ports.ts";
export { startApi, type RunningApi } from "./start-api.ts";
export { cloudOf } from "./cloud.ts";
