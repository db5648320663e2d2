import type { Command } from "commander";
import { valueOf } from "../client/answer.ts";
import { allItems } from "../client/client.ts";
import { comparisonLines, differenceLine } from "../display/comparison-lines.ts";
import { complianceLines, rolloutComplianceLines } from "../display/compliance-lines.ts";
import { contextOf } from "./context.ts";

/** Adds the commands that look at what was read: by the public checks, and beside an earlier reading. */
export function addReviewCommands(program: Command): void {
  program
    .command("compliance <rollout>")
    .description("what the public compliance checks say before and after the rollout")
    .action(async (rollout: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const compliance = valueOf(await client.readRolloutCompliance(rollout));
      if (isJson) print(JSON.stringify(compliance));
      else for (const line of rolloutComplianceLines(compliance)) print(line);
    });
  const inventory = program.commands.find((command) => command.name() === "inventory");
  if (inventory === undefined) throw new Error("the command inventory comes first");
  inventory
    .command("compliance <inventory>")
    .description("what the public compliance checks say of the tenant as it was read")
    .action(async (id: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const compliance = valueOf(await client.readInventoryCompliance(id));
      if (isJson) print(JSON.stringify(compliance));
      else for (const line of complianceLines(compliance)) print(line);
    });
  inventory
    .command("compare <earlier> <later>")
    .description("what is different between two inventories, by role")
    .option("--all", "every difference, one a line")
    .action(async (earlier: string, later: string, options: { all?: boolean }, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const comparison = valueOf(await client.compareInventories(earlier, later));
      if (isJson) print(JSON.stringify(comparison));
      else for (const line of comparisonLines(comparison)) print(line);
      if (options.all !== true) return;
      const differences = await allItems((page) => client.listDifferences(earlier, later, page));
      for (const difference of valueOf(differences)) {
        print(isJson ? JSON.stringify(difference) : differenceLine(difference));
      }
    });
}
