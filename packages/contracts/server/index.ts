export { callerOf, type Access, type Authenticate } from "./access.ts";
export type { ServiceTitle } from "./openapi.ts";
export type { Readiness, ReadinessCheck } from "./probes.ts";
export { mistakesIn } from "./mistakes.ts";
export { createService, type HttpService, type ServiceOptions } from "./service.ts";
