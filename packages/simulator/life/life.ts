import { drawKeyed } from "../keyed-random.ts";
import { createRandom } from "../random.ts";
import type { SeedFacts } from "../seed/tenant.ts";
import type { Tenant } from "../state/tenant.ts";
import {
  createUser,
  deleteUser,
  disableApplication,
  disableUser,
  findBreakGlass,
} from "./directory-events.ts";
import type { EventKind, Happening, LifeEvent } from "./event.ts";
import { EVENT_KINDS } from "./event.ts";
import type { Society } from "./people.ts";
import { activate, approve, deactivate, grantOutsidePim, removeStanding } from "./role-events.ts";
import { editRoleSettings, forbidPermanentEligibility } from "./settings-events.ts";

/** How a tenant is to live. Times are of its own clock. */
export interface LifeOptions {
  readonly everyMs: number;
  /** What happens, with how often it does besides the others. */
  readonly kinds: Readonly<Partial<Record<EventKind, number>>>;
  /** Nothing happens after this; null for no end. */
  readonly untilAt: number | null;
  /** So many events; null for no end. */
  readonly count: number | null;
}

/** How many events are remembered; older ones are only counted. */
const EVENT_CAPACITY = 20_000;

/**
 * What people do in the tenant by themselves, on its clock: one event after another. What the n-th event is hangs on
 * the seed, on n and on what there is, not on what anybody asks the tenant meanwhile.
 */
export class Life {
  readonly events: LifeEvent[] = [];
  #options: LifeOptions | null = null;
  #number = 0;
  /** Counts up with each start and stop: what was noted down before then no longer happens. */
  #era = 0;
  readonly #tenant: Tenant;
  readonly #facts: SeedFacts;

  constructor(tenant: Tenant, facts: SeedFacts) {
    this.#tenant = tenant;
    this.#facts = facts;
  }

  /** How it lives now; null when it does not. */
  get options(): LifeOptions | null {
    return this.#options;
  }

  /** How many events there were, also those that are not remembered any more. */
  get eventCount(): number {
    return this.#number;
  }

  /** Begins to live, or goes on in another way; events are numbered on. */
  start(options: LifeOptions): void {
    const now = this.#tenant.settle();
    this.#options = options;
    this.#era += 1;
    this.#expect(now + options.everyMs, this.#era, options.count);
  }

  stop(): void {
    this.#tenant.settle();
    this.#options = null;
    this.#era += 1;
  }

  #expect(at: number, era: number, left: number | null): void {
    this.#tenant.later(at, () => {
      if (era !== this.#era || this.#options === null) return;
      const { everyMs, untilAt, kinds } = this.#options;
      if (left === 0 || (untilAt !== null && at > untilAt)) {
        this.#options = null;
        return;
      }
      this.#happen(at, kinds);
      this.#expect(at + everyMs, era, left === null ? null : left - 1);
    });
  }

  #happen(at: number, weights: LifeOptions["kinds"]): void {
    this.#number += 1;
    const draw = drawKeyed(this.#facts.seed, `life|${this.#number}`);
    const random = createRandom(Math.floor(draw * 2 ** 32));
    const possible = EVENT_KINDS.map((kind) => ({ kind, weight: weights[kind] ?? 0 })).filter(
      ({ weight }) => weight > 0,
    );
    if (possible.length === 0) return;
    const { kind } = random.weighted(possible);
    const society: Society = { tenant: this.#tenant, random, protectedIds: this.#protectedIds() };
    this.events.push({ number: this.#number, at, kind, happening: this.#run(kind, society) });
    if (this.events.length > EVENT_CAPACITY) this.events.shift();
  }

  #protectedIds(): ReadonlySet<string> {
    const { breakGlassIds, synchronizationAccountId, callerId } = this.#facts;
    return new Set([...breakGlassIds, synchronizationAccountId, callerId]);
  }

  #run(kind: EventKind, society: Society): Happening | null {
    const { breakGlassIds, callerId } = this.#facts;
    switch (kind) {
      case "activate":
        return activate(society);
      case "approve":
        return approve(society);
      case "deactivate":
        return deactivate(society);
      case "grantOutsidePim":
        return grantOutsidePim(society);
      case "removeStanding":
        return removeStanding(society);
      case "disableUser":
        return disableUser(society);
      case "deleteUser":
        return deleteUser(society);
      case "createUser":
        return createUser(society, this.#number);
      case "editRoleSettings":
        return editRoleSettings(society);
      case "forbidPermanentEligibility":
        return forbidPermanentEligibility(society);
      case "disableBreakGlass":
        return disableUser(society, findBreakGlass(society, breakGlassIds));
      case "deleteBreakGlass":
        return deleteUser(society, findBreakGlass(society, breakGlassIds));
      case "disableCaller":
        return disableApplication(society, callerId);
    }
  }
}
