import { setTimeout as delay } from "node:timers/promises";
import type { InventoryDocument } from "@standdown/contracts";
import { valueOf } from "./answer.ts";
import type { StanddownClient } from "./client.ts";

const ASK_EVERY_MS = 400;

/**
 * Has the tenant read and waits until that has ended: completed, or failed with its problem. Whoever wants to see how far
 * it is meanwhile is shown it each time that it is asked for.
 */
export async function readTenant(
  client: Pick<StanddownClient, "orderInventory" | "readInventory">,
  onProgress: (inventory: InventoryDocument) => void = () => undefined,
): Promise<InventoryDocument> {
  let inventory = valueOf(await client.orderInventory());
  while (inventory.state === "reading") {
    onProgress(inventory);
    await delay(ASK_EVERY_MS);
    inventory = valueOf(await client.readInventory(inventory.id));
  }
  return inventory;
}
