import type { SeedOptions, SeededTenant } from "../seed/tenant.ts";
import { makeEveryKindOfRow } from "./every-kind-of-row/tenant.ts";

/** What a scenario is made with. All its times are measured from `epochAt`. */
export type ScenarioOptions = Omit<SeedOptions, "adminCount" | "assignmentsPerAdmin">;

/** Small tenants that are made for one purpose, row by row, by the names that the command line takes. */
const SCENARIOS = {
  "every-kind-of-row": makeEveryKindOfRow,
} as const satisfies Record<string, (options: ScenarioOptions) => SeededTenant>;

/** One of them. */
export type ScenarioName = keyof typeof SCENARIOS;

/** Whether there is a scenario of this name. */
export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(SCENARIOS, name);
}

/** All names. */
export const SCENARIO_NAMES: readonly ScenarioName[] = Object.keys(SCENARIOS).filter(isScenario);

/** Makes the tenant of a scenario. The same seed and epoch make the same one. */
export function makeScenario(name: ScenarioName, options: ScenarioOptions): SeededTenant {
  return SCENARIOS[name](options);
}
