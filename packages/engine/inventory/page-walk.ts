/**
 * Notices when pages lead around in a circle, however long it is, and remembers one place for that: every place is
 * compared with one that is kept for twice as many pages each time (Brent's way of finding cycles).
 */
export class PageWalk {
  #kept: string | null = null;
  #keptForCount = 1;
  #count = 0;

  /** The next place; true: the walk was there before. */
  goTo(place: string): boolean {
    if (place === this.#kept) return true;
    this.#count += 1;
    if (this.#count === this.#keptForCount) {
      this.#kept = place;
      this.#keptForCount *= 2;
      this.#count = 0;
    }
    return false;
  }
}
