import { readFileSync, writeFileSync } from "node:fs";
import type { DispositionsTaken, Problem } from "@standdown/contracts";
import type { Command } from "commander";
import { RefusedError, valueOf, type Answer } from "../client/answer.ts";
import { counted } from "../display/words.ts";
import { contextOf } from "./context.ts";

/** A sheet that was refused: every problem with its place in the file. */
export class SheetRefusedError extends Error {
  constructor(path: string, { errors, detail }: Problem) {
    const lines = errors.map(
      ({ row, column, message, code }) => `  ${path}:${row ?? 1}  ${column ?? ""}: ${message} (${code})`,
    );
    super([detail, ...lines].join("\n"));
    this.name = "SheetRefusedError";
  }
}

/** Adds the commands for dispositions that are edited in a spreadsheet. */
export function addDispositionCommands(program: Command): void {
  const dispositions = program
    .command("dispositions")
    .description("what becomes of each assignment, edited in a spreadsheet");
  dispositions
    .command("export <rollout>")
    .description("write the manifest of a rollout to a CSV file")
    .requiredOption("--out <path>", "the file")
    .action(async (rollout: string, { out }: { out: string }, command: Command) => {
      const { client, print } = contextOf(command, process.env);
      writeFileSync(out, valueOf(await client.readManifest(rollout)));
      print(`${out} has what becomes of each assignment: change the columns disposition and reason.`);
    });
  dispositions
    .command("import <rollout> <csv>")
    .description("check an edited manifest, and make a new rollout of the same plan with it")
    .action(async (rollout: string, path: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const csv = Uint8Array.from(readFileSync(path));
      const taken = valueOfSheet(path, await client.postDispositions(rollout, csv));
      if (isJson) print(JSON.stringify(taken));
      else {
        const said = taken.changedRowCount === 1 ? "says" : "say";
        print(`${counted(taken.changedRowCount, "row")} ${said} something else than the plan's rules.`);
        print(`rollout ${taken.rolloutId} is made of it`);
      }
    });
}

function valueOfSheet(path: string, answer: Answer<DispositionsTaken>): DispositionsTaken {
  if (answer.ok) return answer.value;
  const isSheets = answer.problem.errors.some(({ row }) => row !== undefined);
  throw isSheets ? new SheetRefusedError(path, answer.problem) : new RefusedError(answer.problem);
}
