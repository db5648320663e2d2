import { constants, existsSync } from "node:fs";
import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import type { InventoryDocument } from "@standdown/contracts";
import type { StanddownClient } from "../client/client.ts";
import { UsageError } from "../commands/context.ts";
import { inventoryText } from "./inventory-text.ts";

/** Where an inventory is written, and how it comes about. */
export type ExportOrder = {
  readonly path: string;
  readonly mayOverwrite: boolean;
  readonly read: () => Promise<InventoryDocument>;
};

/**
 * Writes an inventory to a file that only its owner can read. The file is there whole or not at all; nothing is written
 * where the inventory is not a completed one.
 * @throws UsageError where the file is there and may not be overwritten.
 */
export async function exportInventory(
  client: StanddownClient,
  { path, mayOverwrite, read }: ExportOrder,
): Promise<InventoryDocument> {
  if (!mayOverwrite && existsSync(path)) throw takenError(path);
  const inventory = await read();
  if (inventory.state !== "completed") return inventory;
  const partPath = `${path}.${process.pid}.part`;
  try {
    await writeFile(partPath, inventoryText(client, inventory), { flag: "wx", mode: 0o600 });
    if (mayOverwrite) await rename(partPath, path);
    else await moveTo(partPath, path);
  } finally {
    await rm(partPath, { force: true });
  }
  return inventory;
}

/** Somebody may have made the file meanwhile: that one stays. */
async function moveTo(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") throw takenError(to);
    throw error;
  }
}

function takenError(path: string): UsageError {
  return new UsageError(`${path} is there already; --force overwrites it`);
}
