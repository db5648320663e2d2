import { drawKeyed } from "../keyed-random.ts";
import type { Fault, FaultKind, FaultRequest } from "./fault.ts";
import { isMatch } from "./fault.ts";
import type { Place } from "./place.ts";
import { placeOf } from "./place.ts";
import { Tries } from "./tries.ts";

/** A request that was struck: the same in two runs in which the same was asked, in whatever order. */
export interface Struck extends Place {
  readonly fault: string;
  readonly kind: FaultKind;
  /** The how manieth try of this operation on this target since the fault was ordered. */
  readonly try: number;
}

interface Ordered {
  readonly name: string;
  readonly fault: Fault;
  readonly tries: Tries;
  seenCount: number;
  hitCount: number;
}

/** A fault with how often it could have struck, and how often it did. */
export type CountedFault = Readonly<Pick<Ordered, "name" | "fault" | "seenCount" | "hitCount">>;

/** So many of the requests that were struck last are remembered. */
export const STRUCK_KEPT_COUNT = 10_000;

/** The faults that were ordered, with how often each has struck. */
export class Faults {
  readonly #seed: number;
  #ordered: Ordered[] = [];
  #struck: Struck[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  order(faults: readonly Fault[]): void {
    for (const fault of faults) {
      const name = fault.name ?? `${fault.kind}#${this.#ordered.length + 1}`;
      this.#ordered.push({ name, fault, tries: new Tries(), seenCount: 0, hitCount: 0 });
    }
  }

  clear(): void {
    this.#ordered = [];
    this.#struck = [];
  }

  list(): readonly CountedFault[] {
    return this.#ordered.map(({ name, fault, seenCount, hitCount }) => ({
      name,
      fault,
      seenCount,
      hitCount,
    }));
  }

  /** What was struck, the last one last. */
  struck(): readonly Struck[] {
    return this.#struck.slice(-STRUCK_KEPT_COUNT);
  }

  /**
   * The fault that strikes a request, counted as having struck; null for none. Each fault counts what is meant for
   * it, also what an earlier one strikes, so that none changes where another strikes; the first one ordered wins.
   */
  strike(request: FaultRequest): Fault | null {
    if (this.#ordered.length === 0) return null;
    const bodyText = request.body === undefined ? "" : JSON.stringify(request.body);
    const matching = this.#ordered.filter(({ fault }) => isMatch(fault, request, bodyText));
    if (matching.length === 0) return null;
    const place = placeOf(request);
    let winner: Fault | null = null;
    for (const ordered of matching) {
      const tried = this.#count(ordered, place);
      if (winner !== null || !tried.isStruck) continue;
      winner = ordered.fault;
      ordered.hitCount += 1;
      ordered.tries.hit(place);
      this.#remember({ fault: ordered.name, kind: winner.kind, ...place, try: tried.number });
    }
    return winner;
  }

  #count(ordered: Ordered, place: Place): { readonly number: number; readonly isStruck: boolean } {
    const { name, fault, tries } = ordered;
    ordered.seenCount += 1;
    const ofPlace = tries.next(place);
    const seenCount = fault.per === "target" ? ofPlace.seenCount : ordered.seenCount;
    const hitCount = fault.per === "target" ? ofPlace.hitCount : ordered.hitCount;
    const isDue = seenCount >= fault.at && (fault.count === null || hitCount < fault.count);
    return {
      number: ofPlace.seenCount,
      isStruck: isDue && this.#draws(name, fault, place, ofPlace.seenCount),
    };
  }

  /** Hangs on seed, fault, operation, target and the number of the try, and on nothing else. */
  #draws(name: string, fault: Fault, place: Place, tryNumber: number): boolean {
    const key = `${name}|${place.operation}|${place.target}|${tryNumber}`;
    return fault.probability >= 1 || drawKeyed(this.#seed, key) < fault.probability;
  }

  #remember(struck: Struck): void {
    this.#struck.push(struck);
    if (this.#struck.length >= 2 * STRUCK_KEPT_COUNT) this.#struck = this.#struck.slice(-STRUCK_KEPT_COUNT);
  }
}
