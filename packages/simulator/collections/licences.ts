import type { Row } from "../odata/filter.ts";
import type { Product } from "../products.ts";
import type { User } from "../state/directory.ts";
import type { Licence } from "../state/licences.ts";
import type { Tenant } from "../state/tenant.ts";
import { formatOptionalTimestamp } from "../timestamp.ts";

interface Shown {
  readonly licence: Licence;
  readonly product: Product;
}

/** The licences as they are now, with the licence that PIM needs or without. */
function shownLicences(tenant: Tenant): readonly Shown[] {
  const { isPremium } = tenant.switches;
  return tenant.licences.flatMap((licence) => {
    const product = isPremium ? licence.product : licence.productWithoutPim;
    return product === null ? [] : [{ licence, product }];
  });
}

function skuRow(tenant: Tenant, { licence, product }: Shown): Row {
  return {
    capabilityStatus: licence.isUsable ? "Enabled" : "Suspended",
    consumedUnits: licence.usedCount ?? tenant.directory.userCountOf(licence.product.skuId),
    id: `${licence.accountId}_${product.skuId}`,
    prepaidUnits: { enabled: licence.seatCount, suspended: 0, warning: 0 },
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
  return shownLicences(tenant).map((shown) => skuRow(tenant, shown));
}

/** `assignedLicenses` and `assignedPlans` of a user. */
export function licenceProperties(tenant: Tenant, { skuIds, createdAt }: User): Row {
  if (skuIds === null) return { assignedLicenses: [], assignedPlans: null };
  const products = shownLicences(tenant)
    .filter(({ licence }) => skuIds.includes(licence.product.skuId))
    .map(({ product }) => product);
  const plans = new Map(products.flatMap((product) => product.plans).map((plan) => [plan.id, plan]));
  return {
    assignedLicenses: products.map((product) => ({ disabledPlans: [], skuId: product.skuId })),
    assignedPlans: [...plans.values()].map((plan) => ({
      assignedDateTime: formatOptionalTimestamp(createdAt),
      capabilityStatus: "Enabled",
      service: plan.service,
      servicePlanId: plan.id,
    })),
  };
}
