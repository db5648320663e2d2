import { GLOBAL_ADMINISTRATOR } from "../builtin-roles.ts";
import type { Clock } from "../clock.ts";
import { keyedGuid } from "../keyed-random.ts";
import type { Actor } from "./actor.ts";
import { PIM_SERVICE } from "./actor.ts";
import { Approvals } from "./approvals.ts";
import { AuditLog } from "./audit-log.ts";
import { AccessControls } from "./access-controls.ts";
import type { DirectoryKind, DirectoryObject } from "./directory.ts";
import { Directory } from "./directory.ts";
import { freeInstanceId } from "./instance-id.ts";
import type { Licence } from "./licences.ts";
import type { Mail } from "./mail.ts";
import { Newcomers } from "./newcomers.ts";
import { Policies } from "./policies.ts";
import { Replication } from "./replication.ts";
import { RequestLog } from "./requests.ts";
import { KeyedIds } from "./keyed-ids.ts";
import { mergeOrdered } from "./merge-ordered.ts";
import type { CustomRole, Role } from "./roles.ts";
import { Roles } from "./roles.ts";
import type { Schedule, Side } from "./schedule.ts";
import type { RowFilter } from "./row-filter.ts";
import { fits, narrow } from "./row-filter.ts";
import { ScheduleStore } from "./schedule-store.ts";
import { isOfGroups } from "./sides.ts";
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
  /** What the ids of settings, and of what is made while the tenant runs, hang on. */
  readonly seed: number;
  /** What it begins with. */
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

/** Which of the two a lag has to do with: `newUnknownToPim` or `newUnknownToDirectory`. */
export type Ignorance = Extract<QuirkName, `newUnknownTo${string}`>;

/** Everything that there is: one object that the whole server works on. */
export class Tenant {
  readonly id: string;
  readonly ids: KeyedIds;
  readonly minimumAgeMs: number;
  readonly clock: Clock;
  readonly directory = new Directory();
  readonly schedules = new ScheduleStore();
  readonly requests: RequestLog;
  readonly policies: Policies;
  /** Groups that PIM has taken in; there is no way back. */
  readonly onboardedGroupIds = new Set<string>();
  readonly switches: Switches = createSwitches();
  readonly quirks: Quirks;
  readonly watchdog = new Watchdog();
  readonly audits = new AuditLog();
  readonly approvals = new Approvals();
  readonly roles: Roles;
  /** Scopes of applications' own, such as catalogs of access packages: the directory has no objects for them. */
  readonly otherScopeIds = new Set<string>();
  /** Whether some rows were ever shown by fewer lists than usual. */
  hasUnusualListings = false;
  readonly access = new AccessControls();
  readonly mails: Mail[] = [];
  readonly licences: Licence[] = [];
  readonly #timeline = new Timeline();
  #actor: Actor = PIM_SERVICE;
  readonly #newcomers = new Newcomers();
  readonly #replication: Replication;
  #order = 0;

  constructor(options: TenantOptions) {
    this.id = options.tenantId;
    this.clock = options.clock;
    this.ids = new KeyedIds(options.seed);
    this.roles = new Roles(options.roles);
    this.minimumAgeMs = options.minimumAgeMs;
    this.quirks = options.quirks;
    this.#replication = new Replication(options.quirks);
    this.requests = new RequestLog(() => this.quirks.value("requestsPurged"));
    this.policies = new Policies(this.id);
    for (const { id } of options.roles) this.policies.add(id, keyedGuid(options.seed, `policy|${id}`));
    this.directory.onChange((before, after) => {
      if (before === null && after !== null) this.#newcomers.note(after.id, this.moment);
    });
    this.schedules.onChange((before, after, at) => {
      const row = after ?? before;
      if (row === null || isOfGroups(row.side)) return;
      this.watchdog.observe(before, after, at, this.#actor.kind === "user");
    });
  }

  /**
   * Lets everything happen that is due, and says what time it is: called before each request. While something happens
   * it is that thing's own time, which may be a while ago when the clock jumped.
   */
  settle(): number {
    const now = this.clock.now();
    this.#timeline.settle(now);
    this.watchdog.settle(now);
    return this.#timeline.runningAt ?? now;
  }

  /** When something happens next; null when nothing does. */
  get nextAt(): number | null {
    return this.#timeline.nextAt;
  }

  /** What time it is for what happens right now. */
  get moment(): number {
    return this.#timeline.runningAt ?? this.clock.now();
  }

  /** Who makes the changes that are being made right now. */
  get actor(): Actor {
    return this.#actor;
  }

  /** Does something in somebody's name. */
  actAs<T>(actor: Actor, work: () => T): T {
    const before = this.#actor;
    this.#actor = actor;
    try {
      return work();
    } finally {
      this.#actor = before;
    }
  }

  /** Has something happen later, in the name of who acts now. */
  later(at: number, run: (at: number) => void): void {
    const actor = this.#actor;
    this.#timeline.schedule(at, (dueAt) => this.actAs(actor, () => run(dueAt)));
  }

  /** Adds a role of the tenant's own, with settings of its own, or changes one. */
  putRole(custom: CustomRole): Role {
    if (!this.roles.has(custom.id)) {
      this.policies.add(custom.id, this.ids.next(`policy|${custom.id}`));
      this.#newcomers.note(custom.id, this.moment);
    }
    return this.roles.put(custom);
  }

  /** Takes away a role of the tenant's own, with its settings. */
  removeRole(id: string): void {
    this.roles.remove(id);
    this.policies.remove(id);
  }

  /** Whether something was made so short a time ago that this part of the service does not know it yet. */
  isUnknownNew(ignorance: Ignorance, id: string): boolean {
    return this.#newcomers.isYounger(id, this.quirks.value(ignorance), this.moment);
  }

  /** An object of the directory as reads show it. */
  shownObject(id: string): DirectoryObject | null {
    return this.isShown(id) ? this.directory.byId(id) : null;
  }

  /** Whether reads of the directory show an object already. */
  isShown(id: string): boolean {
    return !this.isUnknownNew("newUnknownToDirectory", id);
  }

  /** The objects of a kind as reads show them, from after a place on. */
  *shownObjects(kind: DirectoryKind, after: number): Generator<DirectoryObject> {
    for (const object of this.directory.after(kind, after)) if (this.isShown(object.id)) yield object;
  }

  /** Stores a new row at the given time and notes its start and its end. */
  addSchedule(row: NewSchedule, at: number): Schedule {
    const instanceId = row.instanceId ?? freeInstanceId(this, row.side, row);
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
    if (!isInForce) this.later(stored.startAt, (startAt) => this.#start(stored, startAt));
    this.#noteEnd(stored);
    return stored;
  }

  /** Puts a changed version in the place of the row with the same id. */
  changeSchedule(row: Schedule, at: number): void {
    this.schedules.put({ ...row, modifiedAt: at, storedAt: at }, at);
    this.#noteEnd(row);
  }

  /** To be called when quirks were changed: what was there before is shown, and known, whatever lag begins now. */
  quirksChanged(): void {
    this.#newcomers.forget();
    this.schedules.keepDepartedMs = this.#replication.departedKeptMs;
    this.#replication.restart(this.clock.now());
  }

  /** How many objects of a kind reads show; null where they have to be counted. */
  countShown(kind: DirectoryKind): number | null {
    return this.quirks.value("newUnknownToDirectory") === 0 ? this.directory.count(kind) : null;
  }

  /** The rows of one side as a read of a list shows them, in order. Those at or before the place `after` may be left out. */
  *visible(list: string, side: Side, by: RowFilter, after: number): Generator<Schedule> {
    const now = this.clock.now();
    const departed = this.schedules
      .departed(side, now)
      .filter(({ row }) => row.order > after && fits(row, by))
      .filter((entry) => this.#replication.showsDeparted(list, entry, now))
      .map(({ row }) => row)
      .toSorted((one, other) => one.order - other.order);
    const present = this.#present(list, side, by, after);
    yield* departed.length === 0 ? present : mergeOrdered([present, departed], (row) => row.order);
  }

  /** How many rows of one side reads show, and how many of them in force; null while lists lag behind a change. */
  countVisible(side: Side): { readonly all: number; readonly inForce: number } | null {
    const { schedules } = this;
    return this.#replication.isCaughtUp(schedules.changedAt, this.clock.now()) ? schedules.count(side) : null;
  }

  /** Global Administrators that are active at this moment, tenant-wide. */
  activeGlobalAdministrators(): Schedule[] {
    return [...this.schedules.ofRole("assignment", GLOBAL_ADMINISTRATOR).values()].filter(
      (row) => row.isInForce && row.directoryScopeId === "/",
    );
  }

  *#present(list: string, side: Side, by: RowFilter, after: number): Generator<Schedule> {
    const now = this.clock.now();
    for (const row of narrow(this.schedules, side, by, after)) {
      if (this.#replication.showsPresent(list, row, now)) yield row;
    }
  }

  #start(row: Schedule, at: number): void {
    const current = this.schedules.byId(row.side, row.id);
    if (current === null || current.isInForce) return;
    this.schedules.put({ ...current, isInForce: true, storedAt: at }, at);
    const request = this.requests.byId(row.side, row.id);
    if (request?.status === "Granted") this.requests.put({ ...request, status: "Provisioned" });
  }

  #noteEnd(row: Schedule): void {
    if (row.endAt !== null) this.later(row.endAt, (at) => this.#end(row, at));
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
}
