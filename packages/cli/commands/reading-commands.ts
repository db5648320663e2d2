import type { ProgressDocument } from "@standdown/contracts";
import type { Command } from "commander";
import { valueOf } from "../client/answer.ts";
import type { ConnectionChange } from "../client/events.ts";
import { allItems } from "../client/client.ts";
import { watchProgress } from "../client/watch-progress.ts";
import { driftLines, driftRowLine } from "../display/drift-lines.ts";
import { entryLine } from "../display/entry-line.ts";
import { createLiveDisplay } from "../display/live.ts";
import { settingsSummaryLines } from "../display/settings-lines.ts";
import { problemText } from "../display/words.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { findingLines } from "../what-if/finding-lines.ts";
import { whatIfLines } from "../what-if/what-if.ts";
import { contextOf, UsageError } from "./context.ts";
import { rolloutLines } from "./show.ts";

const CONNECTION_WORDS = {
  lost: "The connection is lost; it is opened again.",
  back: "The connection is back.",
} as const satisfies Record<ConnectionChange, string>;

/** Adds the commands that read a rollout and its progress. */
export function addReadingCommands(program: Command): void {
  program
    .command("show <rollout>")
    .description(
      "how a rollout stands, the digest of its manifest, its roles' settings, and what is warned of",
    )
    .action(async (rollout: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const document = valueOf(await client.readRollout(rollout));
      if (isJson) {
        print(JSON.stringify(document));
        return;
      }
      for (const line of rolloutLines(document)) print(line);
      const settings = valueOf(await allItems((page) => client.listRoleSettingsChanges(rollout, page)));
      for (const line of settings.length === 0 ? [] : ["", ...settingsSummaryLines(settings)]) print(line);
      const findings = valueOf(await allItems((page) => client.listFindings(rollout, page)));
      for (const line of findings.length === 0 ? [] : ["", ...findingLines(findings)]) print(line);
    });
  program
    .command("preview <rollout>")
    .description("what the rollout would do: how many of what, why, in which waves, and what it takes")
    .action(async (rollout: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const whatIf = valueOf(await client.readWhatIf(rollout));
      if (isJson) print(JSON.stringify(whatIf));
      else for (const line of whatIfLines(whatIf)) print(line);
    });
  program
    .command("drift <rollout>")
    .description("what was not as approved when the rollout was last to start")
    .action(async (rollout: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const { check } = valueOf(await client.readDrift(rollout, { limit: 1 }));
      const rows = valueOf(await allItems((page) => client.readDrift(rollout, page)));
      if (isJson) print(JSON.stringify({ check, items: rows }));
      else for (const line of [...driftLines(check), ...rows.map(driftRowLine)]) print(line);
    });
  program
    .command("watch <rollout>")
    .description("live progress until the rollout has ended")
    .action(async (rollout: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const display = createLiveDisplay(process.stdout, () => new Date());
      let latest: ProgressDocument | null = null;
      for await (const progress of watchProgress(client, rollout, new AbortController().signal)) {
        if (isJson) print(JSON.stringify(progress));
        else display.show(progress);
        latest = progress;
      }
      if (!isJson) {
        display.end();
        // What ended without waves was never compiled: the rollout says why.
        if (latest?.waves.length === 0) {
          const { problems } = valueOf(await client.readRollout(rollout));
          for (const problem of problems) print(`problem   ${problemText(problem)}`);
        }
      }
      const isGood = latest?.state === "completed" || latest?.state === "rolledBack";
      process.exitCode = isGood ? EXIT_CODES.done : EXIT_CODES.endedOtherwise;
    });
  program
    .command("events <rollout>")
    .description("the ledger as it grows, until Ctrl-C")
    .option("--after <position>", "begin after this entry", "0")
    .action(async (rollout: string, options: { after: string }, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      if (!/^\d+$/.test(options.after)) throw new UsageError("--after must be the position of an entry");
      const { signal } = new AbortController();
      const events = client.events(rollout, {
        afterPosition: Number(options.after),
        signal,
        onConnection: (change) => void process.stderr.write(`${CONNECTION_WORDS[change]}\n`),
      });
      for await (const entry of events) {
        print(isJson ? JSON.stringify(entry) : entryLine(entry));
      }
    });
}
