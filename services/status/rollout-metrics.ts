import { isFinalRollout, type RolloutSnapshot } from "@standdown/domain";
import { Gauge, type Metrics } from "@standdown/runtime";
import type { StatusStore } from "./ports.ts";

/** Of those that ended, only the newest are shown, so that what is scraped does not grow for ever. */
const ROLLOUTS_LOOKED_AT = 50;
const ENDED_SHOWN = 5;

/** Builds what reads the rollouts' numbers into the metrics; it is to be called at each scrape. */
export function createRolloutMetrics(
  { registry }: Metrics,
  store: Pick<StatusStore, "listRollouts" | "loadRollout">,
): () => Promise<void> {
  const conversions = new Gauge({
    name: "standdown_conversions",
    help: "Conversions by state",
    labelNames: ["rollout_id", "rollout", "wave", "state"],
    registers: [registry],
  });
  const waves = new Gauge({
    name: "standdown_waves",
    help: "Waves by state",
    labelNames: ["rollout_id", "rollout", "state"],
    registers: [registry],
  });
  const rollouts = new Gauge({
    name: "standdown_rollout_info",
    help: "1 for each rollout, with its state and direction",
    labelNames: ["rollout_id", "rollout", "state", "direction"],
    registers: [registry],
  });
  const holds = new Gauge({
    name: "standdown_holds",
    help: "Holds in force by reason",
    labelNames: ["rollout_id", "rollout", "reason"],
    registers: [registry],
  });
  const settings = new Gauge({
    name: "standdown_role_settings",
    help: "Roles whose settings are open, applied or failed",
    labelNames: ["rollout_id", "rollout", "wave", "state"],
    registers: [registry],
  });
  return async () => {
    const shown = await rolloutsShown(store);
    for (const gauge of [conversions, waves, rollouts, holds, settings]) gauge.reset();
    for (const { id, name, state, direction, ...rollout } of shown) {
      const labels = { rollout_id: id, rollout: name };
      rollouts.set({ ...labels, state, direction }, 1);
      for (const hold of rollout.holds) holds.inc({ ...labels, reason: hold.reason });
      for (const wave of rollout.waves) {
        waves.inc({ ...labels, state: wave.state });
        for (const [of, count] of Object.entries(wave.counts)) {
          conversions.set({ ...labels, wave: wave.name, state: of }, count);
        }
        for (const [of, count] of Object.entries(wave.settings)) {
          settings.set({ ...labels, wave: wave.name, state: of }, count);
        }
      }
    }
  };
}

async function rolloutsShown(
  store: Pick<StatusStore, "listRollouts" | "loadRollout">,
): Promise<RolloutSnapshot[]> {
  const { items } = await store.listRollouts({ cursor: null, limit: ROLLOUTS_LOOKED_AT });
  const shown: RolloutSnapshot[] = [];
  let ended = 0;
  for (const { id } of items) {
    const rollout = await store.loadRollout(id);
    if (rollout === null) continue;
    if (isFinalRollout(rollout.state)) ended += 1;
    if (!isFinalRollout(rollout.state) || ended <= ENDED_SHOWN) shown.push(rollout);
  }
  return shown;
}
