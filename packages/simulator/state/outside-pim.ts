import type { Grant, Side } from "./schedule.ts";
import type { NewSchedule } from "./tenant.ts";

/** A row that is made outside PIM: in force from now on, and without an end. */
export function outsidePimRow(side: Side, grant: Grant, now: number): NewSchedule {
  return {
    ...grant,
    side,
    id: null,
    origin: "outsidePim",
    assignmentType: "Assigned",
    createdAt: now,
    modifiedAt: null,
    startAt: now,
    endAt: null,
    activatedUsing: null,
  };
}
