import { startSimulatedTenant, type SimulatedTenant } from "@standdown/cli/demo";

/** Which tenant, where it is not the usual one. */
export type TenantChoice = Partial<Parameters<typeof startSimulatedTenant>[0]>;

/** A small tenant whose waits are short: a five-minute rule of two seconds. The same one for every test. */
export function startSmallTenant(choice: TenantChoice = {}): Promise<SimulatedTenant> {
  return startSimulatedTenant({
    seed: 7,
    source: { admins: 60 },
    minimumAge: "PT2S",
    proofInterval: "PT0.5S",
    lagFactor: 0.1,
    ...choice,
  });
}
