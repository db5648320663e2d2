import { decide } from "@standdown/domain";
import { checkDrift } from "./check-drift.ts";
import { compileRollout } from "./compile-rollout.ts";
import type { EngineParts } from "./parts.ts";

/** How often a decision is made anew when somebody else changed the rollout at the same time. */
const TRIES_MAX = 5;

/** Asks what happens next to a rollout, and does it. Asking once too often changes nothing. */
export async function advance(parts: EngineParts, rolloutId: string): Promise<void> {
  await compileRollout(parts, rolloutId);
  await checkDrift(parts, rolloutId);
  await parts.store.skipNotProved(rolloutId);
  for (let count = 0; count < TRIES_MAX; count += 1) {
    const rollout = await parts.store.loadRollout(rolloutId);
    if (rollout === null) return;
    const change = decide(rollout, parts.clock.now(), parts.newId);
    if (change === null) return;
    if ((await parts.store.saveRolloutChange(change)) === "saved") return;
  }
}
