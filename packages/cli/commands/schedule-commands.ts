import type { Command } from "commander";
import { valueOf } from "../client/answer.ts";
import { allItems } from "../client/client.ts";
import { reviewEventLine, scheduleLines } from "../display/schedule-lines.ts";
import { contextOf } from "./context.ts";

type ScheduleOptions = {
  readonly every: string;
  readonly timeZone?: string;
  readonly emergencyAccess: readonly string[];
};

/** Adds the commands that have the tenant read again and again, and tell what that found. */
export function addScheduleCommands(program: Command): void {
  const schedule = program.command("schedule").description("when the tenant is read again by itself");
  schedule
    .command("create <name>")
    .description("have the tenant read again and again, and what changed told by reviews")
    .requiredOption("--every <when>", "a duration like P1D, or a cron expression like '0 6 * * 1'")
    .option("--time-zone <zone>", "of a cron expression, like Europe/Berlin")
    .option("--emergency-access <id>", "an emergency access account; as often as there are such", collect, [])
    .action(async (name: string, options: ScheduleOptions, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const { every, timeZone, emergencyAccess } = options;
      const order = {
        name,
        every,
        ...(timeZone === undefined ? {} : { timeZone }),
        emergencyAccess: [...emergencyAccess],
      };
      const made = valueOf(await client.createSchedule(order));
      if (isJson) print(JSON.stringify(made));
      else for (const line of scheduleLines([made])) print(line);
    });
  schedule
    .command("list")
    .description("the schedules there are")
    .action(async (_options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const schedules = valueOf(await allItems((page) => client.listSchedules(page)));
      if (isJson) print(JSON.stringify(schedules));
      else for (const line of scheduleLines(schedules)) print(line);
    });
  schedule
    .command("end <id>")
    .description("end a schedule; what it found stays")
    .action(async (id: string, _options: object, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      const ended = valueOf(await client.endSchedule(id));
      print(isJson ? JSON.stringify(ended) : `schedule ${ended.name} is ended`);
    });
  program
    .command("reviews")
    .description(
      "what scheduled inventories found: new standing access, access that went, principals that changed",
    )
    .option("--after <id>", "only what came after this event")
    .action(async (options: { readonly after?: string }, command: Command) => {
      const { client, print, isJson } = contextOf(command, process.env);
      let { after } = options;
      for (;;) {
        const { items, next } = valueOf(await client.listReviewEvents(after === undefined ? {} : { after }));
        for (const event of items) print(isJson ? JSON.stringify(event) : reviewEventLine(event));
        if (next === null) return;
        after = next;
      }
    });
}

function collect(id: string, ids: readonly string[]): readonly string[] {
  return [...ids, id];
}
