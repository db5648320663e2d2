import { startSimulatedTenant, type SimulatedTenant } from "@standdown/cli/demo";

/** A small tenant whose waits are short: a five-minute rule of two seconds. The same one for every test. */
export function startSmallTenant(admins = 60): Promise<SimulatedTenant> {
  return startSimulatedTenant({
    seed: 7,
    admins,
    minimumAge: "PT2S",
    proofInterval: "PT0.5S",
    lagFactor: 0.1,
  });
}
