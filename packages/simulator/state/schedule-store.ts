import type { Departed } from "./departures.ts";
import { Departures } from "./departures.ts";
import { KeyedLists } from "./keyed-lists.ts";
import { OrderedList } from "./ordered-list.ts";
import type { Schedule, Side } from "./schedule.ts";

/** Told of each change: before and after (null for "not there"), and when it took place. */
export type ChangeListener = (before: Schedule | null, after: Schedule | null, at: number) => void;

/** Rows in the order in which they were made. */
export type ScheduleList = Pick<OrderedList<Schedule>, "size" | "values" | "after">;

/** The rows of one side under all that they are looked up by. */
class Shelf {
  readonly byId = new Map<string, Schedule>();
  readonly byInstanceId = new Map<string, Schedule>();
  readonly byPrincipal = new Map<string, Map<string, Schedule>>();
  readonly byRole = new KeyedLists<Schedule>();
  readonly byScope = new KeyedLists<Schedule>();
  readonly ordered = new OrderedList<Schedule>();
  inForceCount = 0;

  put(row: Schedule): void {
    const before = this.byId.get(row.id);
    this.inForceCount += Number(row.isInForce) - Number(before?.isInForce ?? false);
    this.byId.set(row.id, row);
    this.byInstanceId.set(row.instanceId, row);
    const ofPrincipal = this.byPrincipal.get(row.principalId) ?? new Map<string, Schedule>();
    this.byPrincipal.set(row.principalId, ofPrincipal.set(row.id, row));
    this.byRole.put(row.roleDefinitionId, row.order, row);
    this.byScope.put(row.directoryScopeId ?? "", row.order, row);
    this.ordered.put(row.order, row);
  }

  remove(row: Schedule): void {
    this.inForceCount -= Number(row.isInForce);
    this.byId.delete(row.id);
    this.byInstanceId.delete(row.instanceId);
    const ofPrincipal = this.byPrincipal.get(row.principalId);
    ofPrincipal?.delete(row.id);
    if (ofPrincipal?.size === 0) this.byPrincipal.delete(row.principalId);
    this.byRole.remove(row.roleDefinitionId, row.order);
    this.byScope.remove(row.directoryScopeId ?? "", row.order);
    this.ordered.remove(row.order);
  }
}

const NO_ROWS: ReadonlyMap<string, Schedule> = new Map();

/** All schedules of the tenant with the indexes that reads need, in the order in which they were made. */
export class ScheduleStore {
  readonly #shelves: Record<Side, Shelf> = {
    assignment: new Shelf(),
    eligibility: new Shelf(),
    groupAssignment: new Shelf(),
    groupEligibility: new Shelf(),
  };
  readonly #listeners: ChangeListener[] = [];
  readonly #departures = new Departures();
  #changedAt = Number.NEGATIVE_INFINITY;
  /** How long a departed row is kept for lists that lag. */
  keepDepartedMs = 0;

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  /** The time of the latest change. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /** Adds a row, or puts another version in the place of the one with the same id. */
  put(row: Schedule, at: number): void {
    const shelf = this.#shelves[row.side];
    const before = shelf.byId.get(row.id) ?? null;
    shelf.put(row);
    this.#tell(before, row, at);
  }

  /** Takes a row away; false when there is none with that id. */
  remove(side: Side, id: string, at: number): boolean {
    const shelf = this.#shelves[side];
    const row = shelf.byId.get(id);
    if (row === undefined) return false;
    shelf.remove(row);
    this.#tell(row, null, at);
    return true;
  }

  byId(side: Side, id: string): Schedule | null {
    return this.#shelves[side].byId.get(id) ?? null;
  }

  byInstanceId(side: Side, instanceId: string): Schedule | null {
    return this.#shelves[side].byInstanceId.get(instanceId) ?? null;
  }

  all(side: Side): ReadonlyMap<string, Schedule> {
    return this.#shelves[side].byId;
  }

  /** The same in order, from any place on. */
  ordered(side: Side): ScheduleList {
    return this.#shelves[side].ordered;
  }

  ofPrincipal(side: Side, principalId: string): ReadonlyMap<string, Schedule> {
    return this.#shelves[side].byPrincipal.get(principalId) ?? NO_ROWS;
  }

  ofRole(side: Side, roleDefinitionId: string): ScheduleList {
    return this.#shelves[side].byRole.of(roleDefinitionId);
  }

  /** The rows at exactly this `directoryScopeId`. */
  atScope(side: Side, directoryScopeId: string): ScheduleList {
    return this.#shelves[side].byScope.of(directoryScopeId);
  }

  /** How many rows there are, and how many of them are in force. */
  count(side: Side): { readonly all: number; readonly inForce: number } {
    const shelf = this.#shelves[side];
    return { all: shelf.byId.size, inForce: shelf.inForceCount };
  }

  /** The rows of one principal in one role, whatever the scope. */
  ofPrincipalInRole(side: Side, principalId: string, roleDefinitionId: string): Schedule[] {
    return [...this.ofPrincipal(side, principalId).values()].filter(
      (row) => row.roleDefinitionId === roleDefinitionId,
    );
  }

  /** Rows that are gone, of one side, younger than `keepDepartedMs`. */
  departed(side: Side, now: number): readonly Departed[] {
    return this.#departures.since(side, now - this.keepDepartedMs);
  }

  #tell(before: Schedule | null, after: Schedule | null, at: number): void {
    this.#changedAt = Math.max(this.#changedAt, at);
    if (before !== null && this.keepDepartedMs > 0) {
      this.#departures.add({ row: before, departedAt: at, isReplaced: after !== null });
    }
    for (const listener of this.#listeners) listener(before, after, at);
  }
}
