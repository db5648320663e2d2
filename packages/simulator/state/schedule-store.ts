import type { Schedule, Side } from "./schedule.ts";

/** Told of each change: before and after (null for "not there"), and when it took place. */
export type ChangeListener = (before: Schedule | null, after: Schedule | null, at: number) => void;

/** A row that is gone, and since when: lists that lag still show it. */
export interface Departed {
  readonly row: Schedule;
  readonly departedAt: number;
  /** Whether another version took its place. */
  readonly isReplaced: boolean;
}

type Index = Map<string, Map<string, Schedule>>;

interface Shelf {
  readonly byId: Map<string, Schedule>;
  readonly byInstanceId: Map<string, Schedule>;
  readonly byPrincipal: Index;
  readonly byRole: Index;
  /** All rows in order, made again when it is asked for after a change. */
  ordered: readonly Schedule[] | null;
}

function emptyShelf(): Shelf {
  return {
    byId: new Map(),
    byInstanceId: new Map(),
    byPrincipal: new Map(),
    byRole: new Map(),
    ordered: null,
  };
}

function put(index: Index, key: string, row: Schedule): void {
  const rows = index.get(key) ?? new Map<string, Schedule>();
  rows.set(row.id, row);
  index.set(key, rows);
}

function take(index: Index, key: string, id: string): void {
  const rows = index.get(key);
  rows?.delete(id);
  if (rows?.size === 0) index.delete(key);
}

const NO_ROWS: ReadonlyMap<string, Schedule> = new Map();

/** All schedules of the tenant with the indexes that reads need, in the order in which they were made. */
export class ScheduleStore {
  readonly #shelves: Record<Side, Shelf> = {
    assignment: emptyShelf(),
    eligibility: emptyShelf(),
    groupAssignment: emptyShelf(),
    groupEligibility: emptyShelf(),
  };
  readonly #listeners: ChangeListener[] = [];
  #departed: Departed[] = [];
  /** How long a departed row is kept for lists that lag. */
  keepDepartedMs = 0;

  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  /** Adds a row, or puts another version in the place of the one with the same id. */
  put(row: Schedule, at: number): void {
    const shelf = this.#shelves[row.side];
    const before = shelf.byId.get(row.id) ?? null;
    shelf.ordered = null;
    if (before !== null) this.#rememberDeparted({ row: before, departedAt: at, isReplaced: true });
    shelf.byId.set(row.id, row);
    shelf.byInstanceId.set(row.instanceId, row);
    put(shelf.byPrincipal, row.principalId, row);
    put(shelf.byRole, row.roleDefinitionId, row);
    for (const listener of this.#listeners) listener(before, row, at);
  }

  /** Takes a row away; false when there is none with that id. */
  remove(side: Side, id: string, at: number): boolean {
    const shelf = this.#shelves[side];
    const row = shelf.byId.get(id);
    if (row === undefined) return false;
    shelf.ordered = null;
    shelf.byId.delete(id);
    shelf.byInstanceId.delete(row.instanceId);
    take(shelf.byPrincipal, row.principalId, id);
    take(shelf.byRole, row.roleDefinitionId, id);
    this.#rememberDeparted({ row, departedAt: at, isReplaced: false });
    for (const listener of this.#listeners) listener(row, null, at);
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

  /** All rows of one side whose place is after the given one, in order: as cheap in the middle as at the beginning. */
  *after(side: Side, order: number): Generator<Schedule> {
    const shelf = this.#shelves[side];
    const rows = (shelf.ordered ??= [...shelf.byId.values()]);
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle]?.order ?? 0) <= order) low = middle + 1;
      else high = middle;
    }
    for (let place = low; place < rows.length; place += 1) {
      const row = rows[place];
      if (row !== undefined) yield row;
    }
  }

  ofPrincipal(side: Side, principalId: string): ReadonlyMap<string, Schedule> {
    return this.#shelves[side].byPrincipal.get(principalId) ?? NO_ROWS;
  }

  ofRole(side: Side, roleDefinitionId: string): ReadonlyMap<string, Schedule> {
    return this.#shelves[side].byRole.get(roleDefinitionId) ?? NO_ROWS;
  }

  /** The rows of one principal in one role, whatever the scope. */
  ofPrincipalInRole(side: Side, principalId: string, roleDefinitionId: string): Schedule[] {
    return [...this.ofPrincipal(side, principalId).values()].filter(
      (row) => row.roleDefinitionId === roleDefinitionId,
    );
  }

  /** Rows that are gone, of one side, younger than `keepDepartedMs`. */
  departed(side: Side, now: number): readonly Departed[] {
    if (this.#departed.length === 0) return [];
    this.#departed = this.#departed.filter((entry) => now - entry.departedAt < this.keepDepartedMs);
    return this.#departed.filter((entry) => entry.row.side === side);
  }

  #rememberDeparted(departed: Departed): void {
    if (this.keepDepartedMs > 0) this.#departed.push(departed);
  }
}
