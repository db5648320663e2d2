import { checkTenant } from "./inventory/check-tenant.ts";
import { INVENTORY_LEASE_MS, Patience, ReadingFailed, ReadingLost } from "./inventory/patience.ts";
import { Reading } from "./inventory/reading.ts";
import type { EngineParts } from "./parts.ts";

/**
 * Reads a tenant into an inventory: everything, or it fails with the tenant's own word. It goes on where a former owner
 * was; nothing but one page is ever held in memory.
 */
export async function readInventory(parts: EngineParts, inventoryId: string): Promise<void> {
  const { store, clock, log } = parts;
  const claim = await store.claimInventory(inventoryId, INVENTORY_LEASE_MS);
  if (claim === null) return;
  const patience = new Patience(parts, claim);
  const endedAt = (): string => clock.now().toISOString();
  try {
    await checkTenant(parts.tenant, patience, claim.tenantId);
    await new Reading(parts, claim, patience).readAll();
    await patience.write(store.endInventory(claim, { state: "completed", endedAt: endedAt() }));
    log.info({ inventoryId }, "inventory completed");
  } catch (error) {
    if (error instanceof ReadingLost) return;
    if (!(error instanceof ReadingFailed)) throw error;
    const { problem } = error;
    await store.renewInventory(claim, INVENTORY_LEASE_MS, patience.takeRequestCount());
    await store.endInventory(claim, { state: "failed", endedAt: endedAt(), problem });
    log.warn({ inventoryId, problem }, "inventory failed");
  }
}
