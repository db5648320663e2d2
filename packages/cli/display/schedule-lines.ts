import type { ReviewEventDocument, ScheduleDocument } from "@standdown/contracts";
import { differenceLine } from "./comparison-lines.ts";
import { tableOf } from "./table.ts";
import { counted } from "./words.ts";

/** Schedules as a table, or that there is none. */
export function scheduleLines(schedules: readonly ScheduleDocument[]): string[] {
  if (schedules.length === 0) return ["no schedule: the tenant is read when somebody asks"];
  return tableOf(
    [{ title: "name" }, { title: "every" }, { title: "next" }, { title: "id" }],
    schedules.map(({ name, every, timeZone, nextDueAt, id }) => [
      name,
      timeZone === null ? every : `${every} ${timeZone}`,
      nextDueAt,
      id,
    ]),
  );
}

/** One thing that a review found, in a line with the event's id, from which can be gone on. */
export function reviewEventLine({ id, time, data }: ReviewEventDocument): string {
  return `${id}  ${time}  ${whatOf(data)}`;
}

function whatOf({ difference, differenceCount, problem, inventoryId }: ReviewEventDocument["data"]): string {
  if (difference !== null) return differenceLine(difference);
  if (problem !== null) return `inventory ${inventoryId} failed: ${problem.message} ${problem.advice}`;
  return `inventory ${inventoryId} compared: ${counted(differenceCount ?? 0, "difference")}`;
}
