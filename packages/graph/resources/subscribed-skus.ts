import { Type } from "typebox";
import type { TenantAnswer } from "@standdown/domain";
import type { GraphClient } from "../client/graph-client.ts";
import { collect, readPages } from "../reading/paging.ts";
import { rowReader } from "../reading/row.ts";

/** The service plans that PIM needs one of: AAD_PREMIUM_P2 and Entra_Identity_Governance. */
const PIM_PLAN_IDS: ReadonlySet<string> = new Set([
  "eec0eb4f-6444-4f95-aba0-50c24d67f998",
  "e866a266-3cff-43a3-acca-0c90a7e00c8b",
]);

/** In force, or in the weeks of grace after its end. */
const IN_FORCE: ReadonlySet<string> = new Set(["enabled", "warning"]);

const readSku = rowReader(
  Type.Object({
    capabilityStatus: Type.String(),
    servicePlans: Type.Array(Type.Object({ servicePlanId: Type.String() })),
  }),
  (sku) =>
    IN_FORCE.has(sku.capabilityStatus.toLowerCase()) &&
    sku.servicePlans.some((plan) => PIM_PLAN_IDS.has(plan.servicePlanId.toLowerCase())),
);

/** `GET /subscribedSkus`: whether a licence in force brings PIM along. */
export async function readPimLicence(
  client: GraphClient,
): Promise<TenantAnswer<{ readonly isLicensed: boolean }>> {
  const skus = await collect(readPages(client, "/subscribedSkus", readSku));
  if (!skus.ok) return skus;
  return { ...skus, value: { isLicensed: skus.value.includes(true) } };
}
