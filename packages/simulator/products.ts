/** A part of a product that is switched on or off by itself. */
export interface ServicePlan {
  readonly id: string;
  readonly name: string;
  readonly service: string;
}

/** A product that licences are sold for. */
export interface Product {
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly plans: readonly ServicePlan[];
}

const ENTRA_P1: ServicePlan = {
  id: "41781fb2-bc02-4b7c-bd55-b576c07bb09d",
  name: "AAD_PREMIUM",
  service: "AADPremiumService",
};
const EXCHANGE: ServicePlan = {
  id: "efb87545-963c-4e0d-99df-69c6916d9eb0",
  name: "EXCHANGE_S_ENTERPRISE",
  service: "exchange",
};
/** The plan that PIM needs. */
export const ENTRA_P2: ServicePlan = {
  id: "eec0eb4f-6444-4f95-aba0-50c24d67f998",
  name: "AAD_PREMIUM_P2",
  service: "AADPremiumService",
};

/** Microsoft 365 E5, Entra ID P2 by itself, and Microsoft 365 E3. Source: Microsoft's page of product names and ids. */
export const PRODUCTS = {
  m365E5: {
    skuId: "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
    skuPartNumber: "SPE_E5",
    plans: [ENTRA_P1, ENTRA_P2, EXCHANGE],
  },
  entraP2: {
    skuId: "84a661c4-e949-4bd2-a560-ed7766fcaf2b",
    skuPartNumber: "AAD_PREMIUM_P2",
    plans: [ENTRA_P2],
  },
  m365E3: {
    skuId: "05e9a617-0261-4cee-bb44-138d3ef5d965",
    skuPartNumber: "SPE_E3",
    plans: [ENTRA_P1, EXCHANGE],
  },
} as const satisfies Readonly<Record<string, Product>>;
