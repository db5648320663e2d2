import type { Row } from "../odata/filter.ts";
import type { User } from "../state/directory.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatTimestamp } from "../timestamp.ts";

/** A product that licences are sold for. */
interface Product {
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly plans: readonly { readonly id: string; readonly name: string; readonly service: string }[];
}

const ENTRA_P1 = {
  id: "41781fb2-bc02-4b7c-bd55-b576c07bb09d",
  name: "AAD_PREMIUM",
  service: "AADPremiumService",
};
const ENTRA_P2 = {
  id: "eec0eb4f-6444-4f95-aba0-50c24d67f998",
  name: "AAD_PREMIUM_P2",
  service: "AADPremiumService",
};
const EXCHANGE = {
  id: "efb87545-963c-4e0d-99df-69c6916d9eb0",
  name: "EXCHANGE_S_ENTERPRISE",
  service: "exchange",
};

/** Microsoft 365 E5, Entra ID P2 by itself, and Microsoft 365 E3. Source: Microsoft's page of product names and ids. */
const M365_E5: Product = {
  skuId: "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
  skuPartNumber: "SPE_E5",
  plans: [ENTRA_P1, ENTRA_P2, EXCHANGE],
};
const P2_ALONE: Product = {
  skuId: "84a661c4-e949-4bd2-a560-ed7766fcaf2b",
  skuPartNumber: "AAD_PREMIUM_P2",
  plans: [ENTRA_P2],
};
const M365_E3: Product = {
  skuId: "05e9a617-0261-4cee-bb44-138d3ef5d965",
  skuPartNumber: "SPE_E3",
  plans: [ENTRA_P1, EXCHANGE],
};

/** The ids of what people can have a licence for in the seeded tenant. */
export const SKU_IDS = { m365E5: M365_E5.skuId, entraP2: P2_ALONE.skuId } as const;

/** The products of the tenant. Without the licence that PIM needs, everybody has E3 in the place of E5. */
function productsOf(tenant: Tenant): readonly { readonly product: Product; readonly heldAs: string }[] {
  return tenant.switches.isPremium
    ? [M365_E5, P2_ALONE].map((product) => ({ product, heldAs: product.skuId }))
    : [{ product: M365_E3, heldAs: M365_E5.skuId }];
}

function skuRow(tenant: Tenant, product: Product, heldAs: string): Row {
  return {
    capabilityStatus: "Enabled",
    consumedUnits: tenant.directory.userCountOf(heldAs),
    id: `${tenant.id}_${product.skuId}`,
    prepaidUnits: { enabled: tenant.seats.get(heldAs) ?? 0, suspended: 0, warning: 0 },
    servicePlans: product.plans.map((plan) => ({
      servicePlanId: plan.id,
      servicePlanName: plan.name,
      provisioningStatus: "Success",
      appliesTo: "User",
    })),
    skuId: product.skuId,
    skuPartNumber: product.skuPartNumber,
    appliesTo: "User",
  };
}

/** The rows of `subscribedSkus`. */
export function subscribedSkus(tenant: Tenant): readonly Row[] {
  return productsOf(tenant).map(({ product, heldAs }) => skuRow(tenant, product, heldAs));
}

function heldProducts(tenant: Tenant, user: User): readonly Product[] {
  return productsOf(tenant)
    .filter(({ heldAs }) => user.skuIds.includes(heldAs))
    .map(({ product }) => product);
}

/** `assignedLicenses` and `assignedPlans` of a user. */
export function licenceProperties(tenant: Tenant, user: User): Row {
  const products = heldProducts(tenant, user);
  const plans = new Map(products.flatMap((product) => product.plans).map((plan) => [plan.id, plan]));
  return {
    assignedLicenses: products.map((product) => ({ disabledPlans: [], skuId: product.skuId })),
    assignedPlans: [...plans.values()].map((plan) => ({
      assignedDateTime: formatTimestamp(user.createdAt),
      capabilityStatus: "Enabled",
      service: plan.service,
      servicePlanId: plan.id,
    })),
  };
}
