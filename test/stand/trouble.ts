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

/** What the tenant tells of them. */
export type QuirkTable = { readonly profile: string; readonly table: Readonly<Record<string, object>> };

/** Orders faults. */
export async function orderFaults(tenant: SimulatedTenant, faults: readonly Fault[]): Promise<void> {
  await tell(tenant, "/faults", faults);
}

/** Takes all faults back that were ordered. */
export async function forgetFaults({ address }: SimulatedTenant): Promise<void> {
  await fetch(new URL("/faults", address.controlUrl), { method: "DELETE" });
}

/** How often the faults that are ordered have struck. */
export async function hitCount({ address }: SimulatedTenant): Promise<number> {
  const response = await fetch(new URL("/faults", address.controlUrl));
  const { faults }: { faults: readonly { hitCount: number }[] } = JSON.parse(await response.text());
  return faults.reduce((sum, fault) => sum + fault.hitCount, 0);
}

/** Switches ways of the service on or off. */
export async function setQuirks(tenant: SimulatedTenant, quirks: Quirks): Promise<void> {
  await tell(tenant, "/quirks", quirks);
}

/** What one of the service's limits allows. */
export type Allowance = { readonly count: number; readonly windowMs: number };

/** How often one of the service's limits was met. */
export type LimitUse = {
  readonly passedCount: number;
  readonly refusedCount: number;
  readonly ignoredRetryAfterCount: number;
};

/** Changes limits of the service by name, the others stay as published; everything is counted anew. */
export async function setLimits(
  tenant: SimulatedTenant,
  limits: Readonly<Record<string, Allowance>>,
): Promise<void> {
  await tell(tenant, "/limits", limits, "PUT");
}

/** Takes every limit of the service away. */
export async function liftLimits(tenant: SimulatedTenant): Promise<void> {
  await tell(tenant, "/limits", { preset: "none" }, "PUT");
}

/** How often the service's limits were met since they were changed, by name. */
export async function readLimitUses({ address }: SimulatedTenant): Promise<Record<string, LimitUse>> {
  const response = await fetch(new URL("/limits", address.controlUrl));
  const uses: Record<string, LimitUse> = JSON.parse(await response.text());
  return uses;
}

/** Takes the tenant's licence for PIM away, or gives it back. */
export async function setLicence(tenant: SimulatedTenant, premium: boolean): Promise<void> {
  await tell(tenant, "/licence", { premium });
}

/** Refuses everything with this status from now on; null: no longer. */
export async function setRefusal(tenant: SimulatedTenant, refuse: 401 | 403 | null): Promise<void> {
  await tell(tenant, "/permissions", { refuse });
}

/** Moves the tenant's clock forward. */
export async function advanceClock(tenant: SimulatedTenant, advance: string): Promise<void> {
  await tell(tenant, "/clock", { advance });
}

/** The ways of the service as they are switched now, by name, with the profile and the whole table. */
export async function readQuirks({ address }: SimulatedTenant): Promise<QuirkTable> {
  const response = await fetch(new URL("/quirks", address.controlUrl));
  const told: QuirkTable = JSON.parse(await response.text());
  return told;
}

/** Puts a whole set of the service's ways in place. */
export async function useProfile(tenant: SimulatedTenant, profile: string): Promise<void> {
  await tell(tenant, "/quirks", { profile });
}

/** How many requests of each kind reach the tenant while something is done: counted as faults that never strike. */
export async function countRequests(
  tenant: SimulatedTenant,
  matches: readonly Fault["match"][],
  during: () => Promise<void>,
): Promise<readonly number[]> {
  const controlUrl = new URL("/faults", tenant.address.controlUrl);
  await forgetFaults(tenant);
  await orderFaults(
    tenant,
    matches.map((match) => ({ match, kind: "500", at: 1_000_000 })),
  );
  await during();
  const { faults }: { faults: { seenCount: number }[] } = JSON.parse(await (await fetch(controlUrl)).text());
  await forgetFaults(tenant);
  return faults.map(({ seenCount }) => seenCount);
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

/** Tells the tenant's control surface something; answers with what it said. */
export async function tell(
  { address }: SimulatedTenant,
  path: string,
  body: unknown,
  method: "POST" | "PUT" | "PATCH" = "POST",
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(new URL(path, address.controlUrl), {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the control surface answered ${response.status}: ${text}`);
  const answer: Readonly<Record<string, unknown>> = text === "" ? {} : JSON.parse(text);
  return answer;
}
