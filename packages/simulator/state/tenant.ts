import type { BuiltInRole } from "../builtin-roles.ts";
import { BUILT_IN_ROLES, GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Clock } from "../clock.ts";
import { rowIdStem } from "../ids.ts";
import type { Random } from "../random.ts";
import type { DirectoryKind, DirectoryObject } from "./directory.ts";
import { Directory } from "./directory.ts";
import { Newcomers } from "./newcomers.ts";
import { Policies } from "./policies.ts";
import { Replication } from "./replication.ts";
import { RequestLog } from "./requests.ts";
import type { Grant, Schedule, Side } from "./schedule.ts";
import { scopeObjectId } from "./schedule.ts";
import { ScheduleStore } from "./schedule-store.ts";
import type { QuirkName } from "../quirks/catalogue.ts";
import type { Quirks } from "../quirks/quirks.ts";
import type { Switches } from "./switches.ts";
import { createSwitches } from "./switches.ts";
import { Timeline } from "./timeline.ts";
import { Watchdog } from "./watchdog.ts";

/** What a tenant is made with. */
export interface TenantOptions {
  readonly tenantId: string;
  readonly clock: Clock;
  /** For everything that gets an id while the tenant runs. */
  readonly random: Random;
  /** How old an active row must be before anything of the same principal and role can be changed or removed. */
  readonly minimumAgeMs: number;
  readonly quirks: Quirks;
}

/** A row to be stored: what the tenant works out by itself is left out. */
export type NewSchedule = Omit<Schedule, "isInForce" | "storedAt" | "instanceId" | "id" | "order"> & {
  /** Null for rows made outside PIM: theirs is the id of the instance. */
  readonly id: string | null;
};

const ROWS_OF_DELETED_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** What a read asks for that an index can answer. */
export interface RowFilter {
  readonly principalId?: string;
  readonly roleDefinitionId?: string;
}

function fits(row: Schedule, by: RowFilter): boolean {
  return (
    (by.principalId === undefined || row.principalId === by.principalId) &&
    (by.roleDefinitionId === undefined || row.roleDefinitionId === by.roleDefinitionId)
  );
}

function inOrder(rows: readonly Schedule[]): Schedule[] {
  return rows.toSorted((one, other) => one.order - other.order);
}

/** Which of the two a lag has to do with: `newUnknownToPim` or `newUnknownToDirectory`. */
export type Ignorance = Extract<QuirkName, `newUnknownTo${string}`>;

/** Everything that there is: one object that the whole server works on. */
export class Tenant {
  readonly id: string;
  readonly random: Random;
  readonly minimumAgeMs: number;
  readonly clock: Clock;
  readonly directory = new Directory();
  readonly schedules = new ScheduleStore();
  readonly requests: RequestLog;
  readonly policies = new Policies();
  readonly switches: Switches = createSwitches();
  readonly quirks: Quirks;
  readonly watchdog = new Watchdog();
  readonly roles: ReadonlyMap<string, BuiltInRole> = new Map(BUILT_IN_ROLES.map((role) => [role.id, role]));
  readonly #timeline = new Timeline();
  readonly #newcomers = new Newcomers();
  readonly #replication: Replication;
  #order = 0;

  constructor(options: TenantOptions) {
    this.id = options.tenantId;
    this.clock = options.clock;
    this.random = options.random;
    this.minimumAgeMs = options.minimumAgeMs;
    this.quirks = options.quirks;
    this.#replication = new Replication(options.quirks);
    this.requests = new RequestLog(() => this.quirks.value("requestsPurged"));
    for (const role of this.roles.keys()) this.policies.add(role, this.random.guid());
    this.schedules.onChange((before, after, at) => this.watchdog.observe(before, after, at));
  }

  /** Lets all starts and ends happen that are due, and says what time it is. Called before each request. */
  settle(): number {
    const now = this.clock.now();
    this.#timeline.settle(now);
    this.watchdog.settle(now);
    return now;
  }

  /** Lets something happen at a time to come. */
  later(at: number, run: (at: number) => void): void {
    this.#timeline.schedule(at, run);
  }

  /** Notes that a user, group, unit or role was made just now. */
  noteNew(id: string): void {
    this.#newcomers.note(id, this.clock.now());
  }

  /** Whether something was made so short a time ago that this part of the service does not know it yet. */
  isUnknownNew(ignorance: Ignorance, id: string): boolean {
    return this.#newcomers.isYounger(id, this.quirks.value(ignorance), this.clock.now());
  }

  /** An object of the directory as reads show it. */
  shownObject(id: string): DirectoryObject | null {
    return this.isUnknownNew("newUnknownToDirectory", id) ? null : this.directory.byId(id);
  }

  /** All objects of a kind as reads show them. */
  shownObjects(kind: DirectoryKind): readonly DirectoryObject[] {
    const objects = this.directory.all(kind);
    if (this.quirks.value("newUnknownToDirectory") === 0) return objects;
    return objects.filter((object) => !this.isUnknownNew("newUnknownToDirectory", object.id));
  }

  /** Stores a new row at the given time and notes its start and its end. */
  addSchedule(row: NewSchedule, at: number): Schedule {
    const instanceId = this.#freeInstanceId(row.side, row);
    const isInForce = row.startAt <= at;
    const order = (this.#order += 1);
    const stored: Schedule = {
      ...row,
      order,
      id: row.id ?? instanceId,
      instanceId,
      isInForce,
      // A tenant whose beginning lies in the future is there all the same.
      storedAt: Math.min(at, this.clock.now()),
    };
    this.schedules.put(stored, at);
    if (!isInForce) this.#timeline.schedule(stored.startAt, (startAt) => this.#start(stored, startAt));
    this.#noteEnd(stored);
    return stored;
  }

  /** Puts a changed version in the place of the row with the same id. */
  changeSchedule(row: Schedule, at: number): void {
    this.schedules.put({ ...row, modifiedAt: at, storedAt: at }, at);
    this.#noteEnd(row);
  }

  /**
   * Deletes a user, group or service principal. PIM keeps its rows for some days; the directory's own list of role
   * assignments does not. False when there is none.
   */
  deletePrincipal(id: string): boolean {
    if (!this.directory.isPrincipal(id)) return false;
    const now = this.settle();
    this.watchdog.forgetPrincipal(id);
    this.directory.remove(id);
    this.#timeline.schedule(now + ROWS_OF_DELETED_KEPT_MS, (at) => this.#purge(id, at));
    return true;
  }

  /** To be called when quirks were changed: what was there before is shown whatever lag begins now. */
  quirksChanged(): void {
    this.schedules.keepDepartedMs = this.#replication.departedKeptMs;
    this.#replication.restart(this.clock.now());
  }

  /**
   * The rows of one side as a read of a list shows them, in order, narrowed by the index that helps most; without one,
   * only those whose place is after the given one.
   */
  *visible(list: string, side: Side, by: RowFilter, after: number): Generator<Schedule> {
    const now = this.clock.now();
    const departed = this.schedules
      .departed(side, now)
      .filter((entry) => fits(entry.row, by) && this.#replication.showsDeparted(list, entry, now))
      .map((entry) => entry.row);
    const present = this.#present(list, side, by, after);
    yield* departed.length === 0 ? present : inOrder([...present, ...departed]);
  }

  /** Global Administrators that are active at this moment, tenant-wide. */
  activeGlobalAdministrators(): Schedule[] {
    return [...this.schedules.ofRole("assignment", GLOBAL_ADMINISTRATOR).values()].filter(
      (row) => row.isInForce && row.directoryScopeId === "/",
    );
  }

  *#present(list: string, side: Side, by: RowFilter, after: number): Generator<Schedule> {
    const now = this.clock.now();
    for (const row of this.#narrowed(side, by, after)) {
      if (this.#replication.showsPresent(list, row, now)) yield row;
    }
  }

  #narrowed(side: Side, by: RowFilter, after: number): Iterable<Schedule> {
    if (by.principalId !== undefined) return this.schedules.ofPrincipal(side, by.principalId).values();
    if (by.roleDefinitionId !== undefined) return this.schedules.ofRole(side, by.roleDefinitionId).values();
    return this.schedules.after(side, after);
  }

  #start(row: Schedule, at: number): void {
    const current = this.schedules.byId(row.side, row.id);
    if (current !== null && !current.isInForce) {
      this.schedules.put({ ...current, isInForce: true, storedAt: at }, at);
    }
  }

  #purge(principalId: string, at: number): void {
    for (const side of ["assignment", "eligibility"] as const) {
      const ids = [...this.schedules.ofPrincipal(side, principalId).keys()];
      for (const id of ids) this.schedules.remove(side, id, at);
    }
  }

  #noteEnd(row: Schedule): void {
    if (row.endAt !== null) this.#timeline.schedule(row.endAt, (at) => this.#end(row, at));
  }

  #end(row: Schedule, at: number): void {
    const current = this.schedules.byId(row.side, row.id);
    if (current === null || current.endAt === null || current.endAt > at) return;
    const [first, ...others] = this.activeGlobalAdministrators();
    // The service lets the last Global Administrator keep the role, whatever its end says.
    if (first?.id === current.id && others.length === 0) return;
    this.schedules.remove(row.side, row.id, at);
  }

  /** The first row of a principal, role and scope ends in `-1`; those of eligibility in `-e` besides. */
  #freeInstanceId(side: Side, grant: Grant): string {
    const scopeId = scopeObjectId(grant.appScopeId ?? grant.directoryScopeId);
    const stem = rowIdStem(grant.roleDefinitionId, grant.principalId, scopeId);
    const suffix = side === "eligibility" ? "-e" : "";
    let number = 1;
    while (this.schedules.byInstanceId(side, `${stem}-${number}${suffix}`) !== null) number += 1;
    return `${stem}-${number}${suffix}`;
  }
}
