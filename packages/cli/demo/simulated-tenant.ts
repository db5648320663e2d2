import { startProcess, type StartedProcess } from "./started-process.ts";

/** How a process is told where the tenant is, as the simulated one says it in its first line. */
export type TenantAddress = {
  readonly graphBaseUrl: string;
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientCertificateFile: string;
  readonly federatedTokenFile: string;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly caFile: string;
  readonly controlUrl: string;
};

/** One row of what is really held in the simulated tenant. */
export type HeldRow = {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string | null;
  readonly appScopeId: string | null;
  readonly scheduleId: string;
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
};

/** Everything that is held, read past the product and past Microsoft Graph. */
export type TenantState = {
  readonly assigned: readonly HeldRow[];
  readonly activated: readonly HeldRow[];
  readonly eligible: readonly HeldRow[];
};

/** What the watchdog saw: moments without access, and grants that were wider than what they replaced. */
export type WatchdogReport = { readonly count: number; readonly violations: readonly Violation[] };

/** One of them: whose access to what. */
export type Violation = Pick<
  HeldRow,
  "principalId" | "roleDefinitionId" | "directoryScopeId" | "appScopeId"
> & { readonly kind: "noAccess" | "widened" };

/** What is known of the simulated tenant at its start. */
export type TenantFacts = {
  readonly tenantId: string;
  /** The account of the application that the tenant is spoken to as. */
  readonly callerId: string;
  readonly breakGlassIds: readonly string[];
  readonly servicePrincipalHolderIds: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
};

/** A simulated tenant in a process of its own. */
export type SimulatedTenant = {
  readonly process: StartedProcess;
  readonly address: TenantAddress;
  /** What a process of ours must have in its environment to find the tenant. */
  readonly environment: Readonly<Record<string, string>>;
  readFacts(): Promise<TenantFacts>;
  readState(): Promise<TenantState>;
  readWatchdog(): Promise<WatchdogReport>;
};

const SIMULATOR = new URL("../../simulator/main.ts", import.meta.url);

/** Starts a simulated tenant. Two with the same seed and number of administrators are the same. */
export async function startSimulatedTenant(options: {
  readonly seed: number;
  /** How many administrators are made up, the file of an inventory that the tenant is made from, or a scenario's name. */
  readonly source: { readonly admins: number } | { readonly from: string } | { readonly scenario: string };
  /** Microsoft's five-minute rule, as an ISO 8601 duration. */
  readonly minimumAge: string;
  /** The distance between two agreeing reads that suits it, as an ISO 8601 duration. */
  readonly proofInterval: string;
  readonly profile?: "ideal" | "observed" | "hostile";
  /** Delays of the profile are multiplied by this. */
  readonly lagFactor: number;
  readonly signal?: AbortSignal;
}): Promise<SimulatedTenant> {
  const process = await startProcess({
    name: "the simulated tenant",
    file: SIMULATOR,
    args: [
      `--seed=${options.seed}`,
      ...Object.entries(options.source).map(([flag, value]) => `--${flag}=${value}`),
      `--minimum-age=${options.minimumAge}`,
      `--profile=${options.profile ?? "observed"}`,
      `--lag-factor=${options.lagFactor}`,
    ],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const address: TenantAddress = JSON.parse(process.readyLine);
  return {
    process,
    address,
    environment: {
      GRAPH_BASE_URL: address.graphBaseUrl,
      AZURE_AUTHORITY_HOST: address.authorityHost,
      AZURE_TENANT_ID: address.tenantId,
      AZURE_CLIENT_ID: address.clientId,
      AZURE_CLIENT_SECRET: address.clientSecret,
      EXTRA_CA_FILE: address.caFile,
      PIM_MINIMUM_AGE: options.minimumAge,
      PROOF_INTERVAL: options.proofInterval,
    },
    readFacts: () => readControl(address, "/tenant"),
    readState: () => readControl(address, "/state"),
    readWatchdog: () => readControl(address, "/watchdog"),
  };
}

async function readControl<T>({ controlUrl }: TenantAddress, path: string): Promise<T> {
  const response = await fetch(new URL(path, controlUrl));
  if (!response.ok) throw new Error(`the simulated tenant answered ${response.status} to ${path}`);
  const body: T = JSON.parse(await response.text());
  return body;
}
