import type { InventoryDocument } from "@standdown/contracts";
import type { Command } from "commander";
import { valueOf } from "../client/answer.ts";
import { readTenant } from "../client/read-tenant.ts";
import { inventoryLines, readingLine } from "../display/inventory-lines.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { exportInventory } from "../rehearsal/export-inventory.ts";
import { contextOf } from "./context.ts";

/** Adds the commands that read the tenant, and hand out what was read. */
export function addInventoryCommands(program: Command): void {
  const inventory = program
    .command("inventory")
    .description("read the tenant now, and say what was found")
    .action(async (_options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const read = await readTenant(client, isJson ? undefined : tellReading());
      if (isJson) print(JSON.stringify(read));
      else for (const line of inventoryLines(read)) print(line);
      if (read.state === "failed") process.exitCode = EXIT_CODES.refused;
    });
  inventory
    .command("export [inventory]")
    .description("write an inventory to a file, to rehearse on; without an id the tenant is read now")
    .requiredOption("--out <path>", "where the file is written; only its owner can read it")
    .option("--force", "overwrite a file that is there")
    .action(
      async (
        id: string | undefined,
        options: { readonly out: string; readonly force?: boolean },
        command: Command,
      ) => {
        const { client, print, isJson } = contextOf(command, process.env);
        const exported = await exportInventory(client, {
          path: options.out,
          mayOverwrite: options.force === true,
          read: async () =>
            id === undefined
              ? await readTenant(client, isJson ? undefined : tellReading())
              : valueOf(await client.readInventory(id)),
        });
        if (isJson) print(JSON.stringify(exported));
        else for (const line of inventoryLines(exported)) print(line);
        if (exported.state !== "completed") process.exitCode = EXIT_CODES.refused;
        else if (!isJson) print(`written to ${options.out}`);
      },
    );
}

/** Tells on standard error how far a reading is, each time that it is further. */
function tellReading(): (current: InventoryDocument) => void {
  let told = "";
  return (current) => {
    const line = readingLine(current);
    if (line !== told) process.stderr.write(`${line}\n`);
    told = line;
  };
}
