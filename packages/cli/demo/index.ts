export { checkOutcome, type Check, type Evidence } from "./checks.ts";
export { fillPlan, type PlanIds } from "./demo-plan.ts";
export { startOneProcess, type OneProcess } from "./one-process.ts";
export type { Access } from "./role-table.ts";
export { readManifest } from "../what-if/read-manifest.ts";
export {
  startSimulatedTenant,
  type SimulatedTenant,
  type TenantFacts,
  type TenantState,
} from "./simulated-tenant.ts";
export { startProcess, StartError, type ProcessStart, type StartedProcess } from "./started-process.ts";
export { approveAndStart, postPlan, readAccess, readConversions, takeInventory } from "./story.ts";
