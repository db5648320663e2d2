import type { Job } from "@standdown/domain";
import { advance } from "./advance.ts";
import { Leases } from "./leases.ts";
import type { EngineParts } from "./parts.ts";
import { repeat } from "./pump.ts";
import { readInventory } from "./read-inventory.ts";
import { reviewInventory } from "./review-inventory.ts";
import { runConversion } from "./run-conversion.ts";
import { runSettings } from "./run-settings.ts";
import { startDueInventories } from "./start-due-inventories.ts";

const SEAL_MAX = 5000;
const SHORTEST_ROUND_MS = 20;

/** The engine at work: give it jobs as they are delivered. */
export interface Engine {
  /** Does one job. A job that is late, double or no longer due does nothing. */
  handle(job: Job): Promise<void>;
  /** Ends the rounds; jobs that are being done end by themselves. */
  close(): Promise<void>;
}

/**
 * Starts the rounds that keep everything going: give out what is due, seal the ledger, and look at every rollout
 * and inventory that is not at rest. Nothing depends on a job being delivered: what is lost is found again.
 */
export function startEngine(parts: EngineParts): Engine {
  const { store, queue, clock } = parts;
  const leases = new Leases(parts, async (claims, leaseMs) => await store.renewLeases(claims, leaseMs));
  const settingsLeases = new Leases(parts, async (claims, leaseMs) => {
    await store.renewSettings(claims, leaseMs);
  });

  const giveOut = repeat(async () => {
    const { windowMax: limit, leaseMs } = parts;
    const settings = await store.claimDueSettings({ limit, leaseMs, now: clock.now() });
    if (settings.length > 0) {
      await queue.add(settings.map(({ id, fence }) => ({ kind: "roleSettings", changeId: id, fence })));
    }
    const claims = await store.refillWindow({ limit, leaseMs, now: clock.now() });
    if (claims.length > 0) {
      await queue.add(claims.map(({ id, fence }) => ({ kind: "conversion", conversionId: id, fence })));
    }
    await store.sealLedger(SEAL_MAX);
    const dueAt = await store.nextDueAt();
    const dueMs = dueAt === null ? parts.sweepMs : dueAt.getTime() - clock.now().getTime();
    return Math.min(parts.sweepMs, Math.max(SHORTEST_ROUND_MS, dueMs));
  }, parts);

  const sweep = repeat(async () => {
    await store.sweepLeases();
    await store.sweepSettings();
    await startDueInventories(parts);
    const { inventoryIds, rolloutIds } = await store.findWork();
    if (inventoryIds.length > 0) {
      await queue.add(inventoryIds.map((inventoryId) => ({ kind: "inventory", inventoryId })));
    }
    for (const rolloutId of rolloutIds) await advanceOrTell(parts, rolloutId);
    giveOut.ask();
    return parts.sweepMs;
  }, parts);

  return {
    handle: async (job) => {
      switch (job.kind) {
        case "conversion": {
          const claim = { id: job.conversionId, fence: job.fence };
          const conversion = await store.claimConversion(claim, parts.leaseMs);
          if (conversion === null) return;
          const outcome = await leases.during(
            claim,
            async () => await runConversion(parts, claim, conversion),
          );
          // A spent failure budget must be seen before the place that became free is given out.
          if (outcome === "failed") await advance(parts, conversion.rolloutId);
          giveOut.ask();
          return;
        }
        case "roleSettings": {
          const claim = { id: job.changeId, fence: job.fence };
          const claimed = await store.claimSettings(claim, parts.leaseMs);
          if (claimed === null) return;
          const outcome = await settingsLeases.during(
            claim,
            async () => await runSettings(parts, claim, claimed),
          );
          // A wave may have waited for them, or its conversions have to be skipped.
          if (outcome === "failed" || outcome === "ended") await advance(parts, claimed.work.rolloutId);
          giveOut.ask();
          return;
        }
        case "inventory":
          await readInventory(parts, job.inventoryId);
          sweep.ask();
          await reviewInventory(parts, job.inventoryId);
          return;
        case "advance":
          await advance(parts, job.rolloutId);
          sweep.ask();
          return;
      }
    },
    close: async () => {
      leases.close();
      settingsLeases.close();
      await Promise.all([giveOut.close(), sweep.close()]);
    },
  };
}

/** One rollout that can't go on stops no other. */
async function advanceOrTell(parts: EngineParts, rolloutId: string): Promise<void> {
  try {
    await advance(parts, rolloutId);
  } catch (error) {
    parts.log.error({ err: error, rolloutId }, "a rollout could not be advanced");
  }
}
