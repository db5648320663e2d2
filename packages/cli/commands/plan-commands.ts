import type { Problem } from "@standdown/contracts";
import type { Command } from "commander";
import { RefusedError, valueOf, type Answer } from "../client/answer.ts";
import { problemText } from "../display/words.ts";
import { contextOf } from "./context.ts";
import { readPlanFile, type PlanFile } from "./plan-file.ts";
import { rolloutLines } from "./show.ts";

/** A plan that was refused: every problem with its place in the file. */
export class PlanRefusedError extends Error {
  constructor({ path, lineOf }: PlanFile, { errors, detail }: Problem) {
    const lines = errors.map(({ pointer, message, code }) => {
      const inPlan = pointer.replace(/^\/plan/, "");
      return `  ${path}:${lineOf(inPlan)}  ${problemText({ pointer: inPlan, message })} (${code})`;
    });
    super([detail, ...lines].join("\n"));
    this.name = "PlanRefusedError";
  }
}

/** Adds the commands that take a plan. */
export function addPlanCommands(program: Command): void {
  program
    .command("validate <plan>")
    .description("tell every problem of a plan; nothing is stored")
    .option("--inventory <id>", "check it against this inventory instead of the tenant as it is now")
    .action(async (path: string, options: { inventory?: string }, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const file = readPlanFile(path);
      const validation = valueOfPlan(file, await client.validatePlan(file.document, options.inventory));
      print(isJson ? JSON.stringify(validation) : `The plan has no problems. ${validation.detail}`);
    });
  program
    .command("create <plan>")
    .description("store a plan as a rollout and have it compiled")
    .option("--inventory <id>", "compile it from this inventory instead of a new one")
    .option("--idempotency-key <key>", "repeating the command with the same key makes no second rollout")
    .action(
      async (path: string, options: { inventory?: string; idempotencyKey?: string }, command: Command) => {
        const { client, print, isJson } = contextOf(command, process.env);
        const file = readPlanFile(path);
        const rollout = valueOfPlan(
          file,
          await client.createRollout(file.document, {
            ...(options.inventory === undefined ? {} : { inventoryId: options.inventory }),
            ...(options.idempotencyKey === undefined ? {} : { key: options.idempotencyKey }),
          }),
        );
        if (isJson) print(JSON.stringify(rollout));
        else for (const line of rolloutLines(rollout)) print(line);
      },
    );
}

/** Mistakes of a plan are told with their lines; any other refusal as it is. */
function valueOfPlan<T>(file: PlanFile, answer: Answer<T>): T {
  if (!answer.ok && answer.problem.code === "planInvalid") throw new PlanRefusedError(file, answer.problem);
  if (!answer.ok) throw new RefusedError(answer.problem);
  return valueOf(answer);
}
