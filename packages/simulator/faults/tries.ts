import type { Place } from "./place.ts";

/** The tries at one place, with how many of them were struck. */
export interface TriesOfPlace {
  readonly seenCount: number;
  readonly hitCount: number;
}

/** A fault knows the tries of this many places; of more, those that were not tried for longest begin at 1 again. */
export const PLACES_KEPT_COUNT = 100_000;

/** Counts the tries at each place, for one fault, in bounded memory. */
export class Tries {
  /** In the order of the last try. */
  readonly #byPlace = new Map<string, TriesOfPlace>();
  readonly #keptCount: number;

  constructor(keptCount = PLACES_KEPT_COUNT) {
    this.#keptCount = keptCount;
  }

  /** Counts one more try; its number is `seenCount`. */
  next(place: Place): TriesOfPlace {
    const key = keyOf(place);
    const known = this.#byPlace.get(key) ?? { seenCount: 0, hitCount: 0 };
    const tries = { seenCount: known.seenCount + 1, hitCount: known.hitCount };
    this.#byPlace.delete(key);
    this.#byPlace.set(key, tries);
    if (this.#byPlace.size > this.#keptCount) this.#forgetOldest();
    return tries;
  }

  /** Notes that the last try was struck. */
  hit(place: Place): void {
    const key = keyOf(place);
    const tries = this.#byPlace.get(key);
    if (tries !== undefined) this.#byPlace.set(key, { ...tries, hitCount: tries.hitCount + 1 });
  }

  #forgetOldest(): void {
    for (const key of this.#byPlace.keys()) {
      this.#byPlace.delete(key);
      return;
    }
  }
}

function keyOf({ operation, target }: Place): string {
  return `${operation}|${target}`;
}
