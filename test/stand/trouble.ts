import type { SimulatedTenant } from "@standdown/cli/demo";

/** Something that goes wrong with some requests; see the simulated tenant's control surface. */
export type Fault = {
  readonly match: {
    readonly method?: string;
    readonly pathContains?: string;
    readonly bodyContains?: string;
  };
  readonly kind: string;
  readonly at?: number;
  readonly count?: number | null;
  readonly probability?: number;
  readonly retryAfterSeconds?: number;
};

/** Ways of the service, by name; see the simulated tenant's table. */
export type Quirks = Readonly<Record<string, number>>;

/** Orders faults. */
export async function orderFaults(tenant: SimulatedTenant, faults: readonly Fault[]): Promise<void> {
  await tell(tenant, "/faults", faults);
}

/** Switches ways of the service on or off. */
export async function setQuirks(tenant: SimulatedTenant, quirks: Quirks): Promise<void> {
  await tell(tenant, "/quirks", quirks);
}

/** Takes the tenant's licence for PIM away, or gives it back. */
export async function setLicence(tenant: SimulatedTenant, premium: boolean): Promise<void> {
  await tell(tenant, "/licence", { premium });
}

/** Refuses everything with this status from now on; null: no longer. */
export async function setRefusal(tenant: SimulatedTenant, refuse: 401 | 403 | null): Promise<void> {
  await tell(tenant, "/permissions", { refuse });
}

/** Somebody gives standing access, past PIM. */
export async function grantOutsidePim(
  tenant: SimulatedTenant,
  grant: {
    readonly principalId: string;
    readonly roleDefinitionId: string;
    readonly directoryScopeId: string;
  },
): Promise<void> {
  await tell(tenant, "/outside-pim/assignments", grant);
}

async function tell({ address }: SimulatedTenant, path: string, body: unknown): Promise<void> {
  const response = await fetch(new URL(path, address.controlUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`the control surface answered ${response.status}: ${await response.text()}`);
}
