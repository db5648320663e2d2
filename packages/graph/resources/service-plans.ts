/** The service plans that PIM needs one of: AAD_PREMIUM_P2 and Entra_Identity_Governance. */
const PIM_PLAN_IDS: ReadonlySet<string> = new Set([
  "eec0eb4f-6444-4f95-aba0-50c24d67f998",
  "e866a266-3cff-43a3-acca-0c90a7e00c8b",
]);

/** True for a service plan that brings PIM along. */
export function isForPim(servicePlanId: string): boolean {
  return PIM_PLAN_IDS.has(servicePlanId.toLowerCase());
}
