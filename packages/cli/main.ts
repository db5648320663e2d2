import { ConfigurationError } from "@standdown/runtime";
import { Command, CommanderError } from "commander";
import { UnreachableError } from "./client/connection.ts";
import { addConnectionOptions, UsageError } from "./commands/context.ts";
import { addInventoryCommands } from "./commands/inventory-commands.ts";
import { addDispositionCommands } from "./commands/disposition-commands.ts";
import { addPlanCommands } from "./commands/plan-commands.ts";
import { addReadingCommands } from "./commands/reading-commands.ts";
import { shownText } from "./display/terminal-text.ts";
import { addReviewCommands } from "./commands/review-commands.ts";
import { addScheduleCommands } from "./commands/schedule-commands.ts";
import { addSettingsCommands } from "./commands/settings-commands.ts";
import { addRolloutCommands } from "./commands/rollout-commands.ts";
import { EXIT_CODE_HELP, EXIT_CODES } from "./exit-codes.ts";

// Whoever read this may stop reading, as `head` does. What runs goes on, as `up` must.
process.stdout.on("error", () => undefined);
try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  if (!(error instanceof CommanderError)) {
    process.stderr.write(`${shownText(error instanceof Error ? error.message : String(error))}\n`);
  }
}

function buildProgram(): Command {
  const program = new Command("standdown")
    .description("Moves standing Microsoft Entra role assignments to eligible ones, and can put them back.")
    .exitOverride()
    .showHelpAfterError("(--help tells more)")
    .addHelpText("after", `\n${EXIT_CODE_HELP}`);
  addConnectionOptions(program);
  program
    .command("up")
    .description("run everything in this one process (configured by the environment)")
    .action(async (_options: object, command: Command) => {
      // Loaded here: the commands that only speak HTTP need neither a database nor a queue.
      const { runUp } = await import("./up/up.ts");
      runUp(process.env, { isJson: command.optsWithGlobals<{ json?: boolean }>().json === true });
    });
  program
    .command("migrate")
    .description("bring the database of DATABASE_URL to this release's schema")
    .action(async () => {
      const { runMigrate } = await import("./up/migrate.ts");
      process.stdout.write(`${await runMigrate(process.env)}\n`);
    });
  addPlanCommands(program);
  addRolloutCommands(program);
  addDispositionCommands(program);
  addReadingCommands(program);
  addInventoryCommands(program);
  addReviewCommands(program);
  addSettingsCommands(program);
  addScheduleCommands(program);
  return program;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.wrongUse;
  if (error instanceof UsageError || error instanceof ConfigurationError) return EXIT_CODES.wrongUse;
  return error instanceof UnreachableError ? EXIT_CODES.unreachable : EXIT_CODES.refused;
}
