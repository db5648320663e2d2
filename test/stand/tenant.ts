import { startSimulatedTenant, type SimulatedTenant } from "@standdown/cli/demo";

/** A small tenant whose waits are short: a five-minute rule of two seconds. The same one for every test. */
export function startSmallTenant(admins = 60): Promise<SimulatedTenant> {
  return startQuickTenant({ admins });
}

/** The same waits, whatever the tenant is made from. */
export function startQuickTenant(
  source: Parameters<typeof startSimulatedTenant>[0]["source"],
  seed = 7,
): Promise<SimulatedTenant> {
  return startSimulatedTenant({
    seed,
    source,
    minimumAge: "PT2S",
    proofInterval: "PT0.5S",
    lagFactor: 0.1,
  });
}
