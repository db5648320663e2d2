import { accessPages, ComplianceRun, type ComplianceReport } from "@standdown/domain";
import type { EngineParts } from "./parts.ts";

/** Nobody else reviews it meanwhile; a killed worker's review is begun again after this time. */
const REVIEW_LEASE_MS = 60_000;

/**
 * Looks at an inventory once it has ended: the public checks are computed from it, and what it says that the one before
 * it of its schedule did not becomes events. Asking once too often does nothing.
 */
export async function reviewInventory(
  { store, clock, log }: Pick<EngineParts, "store" | "clock" | "log">,
  inventoryId: string,
): Promise<void> {
  const review = await store.claimReview(inventoryId, REVIEW_LEASE_MS);
  if (review === null) return;
  const compliance = review.isCompleted ? await check(store, inventoryId, review.emergencyAccess) : null;
  const saved = await store.saveReview(inventoryId, compliance, clock.now().toISOString());
  if (saved === "saved") log.info({ inventoryId }, "inventory reviewed");
}

async function check(
  store: EngineParts["store"],
  inventoryId: string,
  emergencyAccess: readonly string[],
): Promise<ComplianceReport> {
  const facts = await store.loadTenantFacts(inventoryId);
  if (facts === null) throw new Error(`inventory ${inventoryId} is completed and not there`);
  const run = new ComplianceRun(facts, emergencyAccess);
  for await (const page of accessPages(store, inventoryId)) for (const access of page) run.observe(access);
  return run.conclude();
}
