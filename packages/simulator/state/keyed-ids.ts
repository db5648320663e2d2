import { keyedGuid } from "../keyed-random.ts";

/**
 * Ids of what is made while the tenant runs. They hang on what it is made for and on how many were made for the same
 * before, not on what else happened: clients that write at the same time get the same ids each time.
 */
export class KeyedIds {
  readonly #seed: number;
  readonly #counts = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The next GUID for a key. */
  next(key: string): string {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return keyedGuid(this.#seed, `${key}|${count}`);
  }
}
