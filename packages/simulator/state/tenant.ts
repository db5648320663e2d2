import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Clock } from "../clock.ts";
import { rowIdStem } from "../ids.ts";
import { keyedGuid } from "../keyed-random.ts";
import { Directory } from "./directory.ts";
import { KeyedIds } from "./keyed-ids.ts";
import { mergeOrdered } from "./merge-ordered.ts";
import { Policies } from "./policies.ts";
import { RequestLog } from "./requests.ts";
import type { Role } from "./role.ts";
import type { RowFilter } from "./row-filter.ts";
import { fits, narrow } from "./row-filter.ts";
import type { Grant, Schedule, Side } from "./schedule.ts";
import { scopeObjectId } from "./schedule.ts";
import { ScheduleStore } from "./schedule-store.ts";
import type { Quirks } from "../quirks/quirks.ts";
import type { Switches } from "./switches.ts";
import { createSwitches } from "./switches.ts";
import { Timeline } from "./timeline.ts";
import { Watchdog } from "./watchdog.ts";

/** What a tenant is made with. */
export interface TenantOptions {
  readonly tenantId: string;
  readonly clock: Clock;
  /** What the ids of settings, and of what is made while the tenant runs, hang on. */
  readonly seed: number;
  readonly roles: readonly Role[];
  /** How old an active row must be before anything of the same principal and role can be changed or removed. */
  readonly minimumAgeMs: number;
  readonly quirks: Quirks;
}

/** A row to be stored: what the tenant works out by itself can be left out. */
export type NewSchedule = Omit<
  Schedule,
  "isInForce" | "storedAt" | "instanceId" | "id" | "order" | "memberType" | "listing"
> & {
  /** Null for rows made outside PIM: theirs is the id of the instance. */
  readonly id: string | null;
} & Partial<Pick<Schedule, "instanceId" | "memberType" | "listing">>;

const ROWS_OF_DELETED_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Everything that there is: one object that the whole server works on. */
export class Tenant {
  readonly id: string;
  readonly ids: KeyedIds;
  readonly minimumAgeMs: number;
  readonly clock: Clock;
  readonly directory = new Directory();
  readonly schedules = new ScheduleStore();
  readonly requests: RequestLog;
  readonly policies = new Policies();
  readonly switches: Switches = createSwitches();
  readonly quirks: Quirks;
  readonly watchdog = new Watchdog();
  readonly roles: ReadonlyMap<string, Role>;
  /** Scopes of applications' own, such as catalogs of access packages: the directory has no objects for them. */
  readonly otherScopeIds = new Set<string>();
  /** Whether some rows were ever shown by fewer lists than usual. */
  hasUnusualListings = false;
  readonly #timeline = new Timeline();
  #order = 0;
  #staleSinceAt = Number.POSITIVE_INFINITY;

  constructor(options: TenantOptions) {
    this.id = options.tenantId;
    this.clock = options.clock;
    this.ids = new KeyedIds(options.seed);
    this.roles = new Map(options.roles.map((role) => [role.id, role]));
    this.minimumAgeMs = options.minimumAgeMs;
    this.quirks = options.quirks;
    this.requests = new RequestLog(() => this.quirks.value("requestsPurged"));
    for (const role of this.roles.keys()) {
      this.policies.add(role, keyedGuid(options.seed, `policy|${role}`));
    }
    this.schedules.onChange((before, after, at) => this.watchdog.observe(before, after, at));
  }

  /** Lets all starts and ends happen that are due, and says what time it is. Called before each request. */
  settle(): number {
    const now = this.clock.now();
    this.#timeline.settle(now);
    return now;
  }

  /** Stores a new row at the given time and notes its start and its end. */
  addSchedule(row: NewSchedule, at: number): Schedule {
    const instanceId = row.instanceId ?? this.#freeInstanceId(row.side, row);
    const isInForce = row.startAt <= at;
    const order = (this.#order += 1);
    const stored: Schedule = {
      memberType: "Direct",
      listing: "usual",
      ...row,
      order,
      id: row.id ?? instanceId,
      instanceId,
      isInForce,
      // A tenant whose beginning lies in the future is there all the same.
      storedAt: Math.min(at, this.clock.now()),
    };
    this.hasUnusualListings ||= stored.listing !== "usual";
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
    this.schedules.keepDepartedMs = this.quirks.value("staleReads");
    this.#staleSinceAt = this.clock.now();
  }

  /** The rows of one side as reads show them, in order. Those at or before the place `after` may be left out. */
  *visible(side: Side, by: RowFilter, after: number): Generator<Schedule> {
    const shownUntil = this.#shownUntil();
    const departed = this.schedules
      .departed(side, this.clock.now())
      .map((entry) => entry.row)
      .filter((row) => row.order > after && fits(row, by))
      .toSorted((one, other) => one.order - other.order);
    const present = narrow(this.schedules, side, by, after);
    const rows = departed.length === 0 ? present : mergeOrdered([present, departed], (row) => row.order);
    for (const row of rows) if (row.storedAt <= shownUntil) yield row;
  }

  /** How many rows of one side reads show, and how many of them in force; null while lists lag behind a change. */
  countVisible(side: Side): { readonly all: number; readonly inForce: number } | null {
    const { schedules } = this;
    const hasDeparted = schedules.departed(side, this.clock.now()).length > 0;
    const isBehind = hasDeparted || schedules.changedAt > this.#shownUntil();
    return isBehind ? null : schedules.count(side);
  }

  /** Global Administrators that are active at this moment, tenant-wide. */
  activeGlobalAdministrators(): Schedule[] {
    return [...this.schedules.ofRole("assignment", GLOBAL_ADMINISTRATOR).values()].filter(
      (row) => row.isInForce && row.directoryScopeId === "/",
    );
  }

  /** Lists show what was stored until this time. */
  #shownUntil(): number {
    return Math.max(this.clock.now() - this.quirks.value("staleReads"), this.#staleSinceAt);
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
    // The service lets the last Global Administrator keep the role, whatever its end says.
    if (this.#isOnlyGlobalAdministrator(current)) return;
    this.schedules.remove(row.side, row.id, at);
  }

  #isOnlyGlobalAdministrator(row: Schedule): boolean {
    if (row.roleDefinitionId !== GLOBAL_ADMINISTRATOR) return false;
    const [first, ...others] = this.activeGlobalAdministrators();
    return first?.id === row.id && others.length === 0;
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
