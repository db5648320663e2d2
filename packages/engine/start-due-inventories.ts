import { nextDueAt } from "@standdown/domain";
import type { EngineParts } from "./parts.ts";

/**
 * Starts the inventories that schedules are due for. A due time starts one, however many workers ask; a tenant that is
 * being read stays due until that has ended, and times that passed meanwhile are made up for by one.
 */
export async function startDueInventories({
  store,
  clock,
  log,
}: Pick<EngineParts, "store" | "clock" | "log">): Promise<void> {
  const now = clock.now();
  for (const schedule of await store.listDueSchedules(now)) {
    const next = nextDueAt(schedule, new Date(schedule.dueAt), now);
    const started = await store.startScheduled(schedule, next.toISOString());
    if (started !== null) log.info({ scheduleId: schedule.id, ...started }, "scheduled inventory started");
  }
}
