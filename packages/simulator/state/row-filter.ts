import { mergeOrdered } from "./merge-ordered.ts";
import type { Schedule, Side } from "./schedule.ts";
import type { ScheduleStore } from "./schedule-store.ts";

/** What a read asks for that an index can answer: each list holds the values that are wanted; null for any. */
export interface RowFilter {
  readonly principalIds: readonly string[] | null;
  readonly roleDefinitionIds: readonly string[] | null;
  readonly directoryScopeIds: readonly string[] | null;
  /** Ids of schedules, and of instances (of role assignments too), as they were written. */
  readonly scheduleIds: readonly string[] | null;
  readonly instanceIds: readonly string[] | null;
}

/** Every row. */
export const ANY_ROW: RowFilter = {
  principalIds: null,
  roleDefinitionIds: null,
  directoryScopeIds: null,
  scheduleIds: null,
  instanceIds: null,
};

function isAmong(wanted: readonly string[] | null, value: string | null): boolean {
  return wanted === null || (value !== null && wanted.includes(value));
}

/** Whether a row is one of those that are asked for. */
export function fits(row: Schedule, by: RowFilter): boolean {
  return (
    isAmong(by.principalIds, row.principalId) &&
    isAmong(by.roleDefinitionIds, row.roleDefinitionId) &&
    isAmong(by.directoryScopeIds, row.directoryScopeId) &&
    isAmong(by.scheduleIds, row.id) &&
    isAmong(by.instanceIds, row.instanceId)
  );
}

function known(rows: readonly (Schedule | null)[]): Schedule[] {
  return rows.filter((row) => row !== null).toSorted((one, other) => one.order - other.order);
}

/**
 * The rows of one side that the most selective index leaves over, in order. Not all of them must fit, and those at or
 * before the place `after` may be left out.
 */
export function narrow(store: ScheduleStore, side: Side, by: RowFilter, after: number): Iterable<Schedule> {
  if (by.scheduleIds !== null) return known(by.scheduleIds.map((id) => store.byId(side, id)));
  if (by.instanceIds !== null) return known(by.instanceIds.map((id) => store.byInstanceId(side, id)));
  if (by.principalIds !== null) {
    return known(by.principalIds.flatMap((id) => [...store.ofPrincipal(side, id).values()]));
  }
  const choices = [
    [store.ordered(side)],
    ...(by.roleDefinitionIds === null ? [] : [by.roleDefinitionIds.map((id) => store.ofRole(side, id))]),
    ...(by.directoryScopeIds === null ? [] : [by.directoryScopeIds.map((id) => store.atScope(side, id))]),
  ].map((lists) => ({ lists, size: lists.reduce((sum, list) => sum + list.size, 0) }));
  const least = choices.reduce((best, choice) => (choice.size < best.size ? choice : best));
  const sequences = least.lists.map((list) => list.after(after));
  const [only, ...others] = sequences;
  return only !== undefined && others.length === 0 ? only : mergeOrdered(sequences, (row) => row.order);
}
