/** Below this many holes it is not worth closing them. */
const HOLES_KEPT_COUNT = 64;

/**
 * Items that each have a place, a number that counts up with each new one. Putting at the end, replacing, taking away
 * and starting to read behind any place cost the logarithm of the length at most: what is taken away leaves a hole, and
 * the holes are closed when they are half of the list. It must not be changed while it is being read.
 */
export class OrderedList<T> {
  #places: number[] = [];
  #items: (T | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Puts an item at its place: behind all others, or instead of the one that is there. */
  put(place: number, item: T): void {
    const last = this.#places.at(-1);
    if (last === undefined || place > last) {
      this.#places.push(place);
      this.#items.push(item);
      this.#size += 1;
      return;
    }
    const at = this.#firstAfter(place - 1);
    if (this.#places[at] !== place || this.#items[at] === undefined) {
      throw new RangeError(`The place ${place} has no item and does not lie behind all others.`);
    }
    this.#items[at] = item;
  }

  /** Takes the item at a place away, where there is one. */
  remove(place: number): void {
    const at = this.#firstAfter(place - 1);
    if (this.#places[at] !== place || this.#items[at] === undefined) return;
    this.#items[at] = undefined;
    this.#size -= 1;
    const holeCount = this.#items.length - this.#size;
    if (holeCount > HOLES_KEPT_COUNT && holeCount > this.#size) this.#close();
  }

  /** All items, by their places. */
  values(): Generator<T> {
    return this.after(Number.NEGATIVE_INFINITY);
  }

  /** The items whose place is greater, ascending. */
  *after(place: number): Generator<T> {
    for (let at = this.#firstAfter(place); at < this.#items.length; at += 1) {
      const item = this.#items[at];
      if (item !== undefined) yield item;
    }
  }

  /** The items whose place is smaller, descending. */
  *before(place: number): Generator<T> {
    for (let at = this.#firstAfter(place - 1) - 1; at >= 0; at -= 1) {
      const item = this.#items[at];
      if (item !== undefined) yield item;
    }
  }

  /** By halving: where the first place lies that is greater. */
  #firstAfter(place: number): number {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#places[middle] ?? Number.POSITIVE_INFINITY) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #close(): void {
    this.#places = this.#places.filter((_place, at) => this.#items[at] !== undefined);
    this.#items = this.#items.filter((item) => item !== undefined);
  }
}
