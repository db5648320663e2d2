/** Every state of every thing, with those that end it. The database names the same sets in CHECK constraints. */

export const ROLLOUT_STATES = [
  "compiling",
  "planned",
  "approved",
  "running",
  "completed",
  "incomplete",
  "aborted",
  "rolledBack",
] as const;
/** How a rollout stands. `incomplete`: ended with conversions failed or quarantined. */
export type RolloutState = (typeof ROLLOUT_STATES)[number];

export const WAVE_STATES = [
  "pending",
  "waiting",
  "running",
  "soaking",
  "completed",
  "incomplete",
  "skipped",
  "aborted",
  "rolledBack",
] as const;
/** How a wave stands. `waiting`: for its gate. */
export type WaveState = (typeof WAVE_STATES)[number];

export const CONVERSION_STATES = [
  "pending",
  "queued",
  "converting",
  "converted",
  "removed",
  "failed",
  "quarantined",
  "skipped",
  "rolledBack",
] as const;
/** How a conversion stands. `removed`: access was taken away, as planned. `quarantined`: a person must look. */
export type ConversionState = (typeof CONVERSION_STATES)[number];

export const STEP_STATES = ["pending", "intended", "unknown", "proved", "failed", "skipped"] as const;
/** How a step stands. `intended` was written down before the call; `unknown` is left by a read only. */
export type StepState = (typeof STEP_STATES)[number];

export const SETTINGS_STATES = [
  "pending",
  "changing",
  "applied",
  "failed",
  "quarantined",
  "skipped",
  "restored",
] as const;
/**
 * How the settings of one role in one rollout stand. `failed`: the tenant refused them, and what was there is there
 * again. `quarantined`: somebody else changed them, or they could not be put back: a person must look.
 */
export type SettingsState = (typeof SETTINGS_STATES)[number];

export const INVENTORY_STATES = ["reading", "completed", "failed"] as const;
/** How the reading of an inventory stands. */
export type InventoryState = (typeof INVENTORY_STATES)[number];

export const DRIFT_CHECK_STATES = ["checking", "within", "beyond", "failed", "withdrawn"] as const;
/**
 * How the look at the tenant before a start stands. `within`, `beyond`: the plan's tolerance. `failed`: the tenant could
 * not be read, or the plan can't be carried out on it any more. `withdrawn`: the rollout was stopped meanwhile.
 */
export type DriftCheckState = (typeof DRIFT_CHECK_STATES)[number];

export const DIRECTIONS = ["forward", "back"] as const;
/** Whether a thing is being carried out or undone. */
export type Direction = (typeof DIRECTIONS)[number];

const FINAL_ROLLOUT: ReadonlySet<RolloutState> = new Set([
  "completed",
  "incomplete",
  "aborted",
  "rolledBack",
]);
const FINAL_WAVE: ReadonlySet<WaveState> = new Set([
  "completed",
  "incomplete",
  "skipped",
  "aborted",
  "rolledBack",
]);
const FINAL_CONVERSION: ReadonlySet<ConversionState> = new Set([
  "converted",
  "removed",
  "failed",
  "quarantined",
  "skipped",
  "rolledBack",
]);

/** True when nothing more happens to the rollout unless a person says so. */
export function isFinalRollout(state: RolloutState): boolean {
  return FINAL_ROLLOUT.has(state);
}

/** True when nothing more happens to the wave unless a person says so. */
export function isFinalWave(state: WaveState): boolean {
  return FINAL_WAVE.has(state);
}

/** True when nothing more happens to the conversion unless a person says so. */
export function isFinalConversion(state: ConversionState): boolean {
  return FINAL_CONVERSION.has(state);
}

/** How many conversions stand in each state. */
export type ConversionCounts = Readonly<Record<ConversionState, number>>;

/** No conversions in any state. */
export const NO_CONVERSIONS: ConversionCounts = {
  pending: 0,
  queued: 0,
  converting: 0,
  converted: 0,
  removed: 0,
  failed: 0,
  quarantined: 0,
  skipped: 0,
  rolledBack: 0,
};
