interface Entry {
  readonly at: number;
  readonly run: (at: number) => void;
}

/** What has to happen at a time to come: earliest first, and of one instant first come first. */
export class Timeline {
  /** Ascending by time. */
  readonly #entries: Entry[] = [];

  /** Notes that something is to happen. It is told its own time, which may be a while ago when the clock jumped. */
  schedule(at: number, run: (at: number) => void): void {
    this.#entries.splice(this.#placeAfter(at), 0, { at, run });
  }

  /** Lets everything happen that is due, also what comes up meanwhile. */
  settle(now: number): void {
    for (let count = this.#placeAfter(now); count > 0; count = this.#placeAfter(now)) {
      for (const entry of this.#entries.splice(0, count)) entry.run(entry.at);
    }
  }

  /** How many entries are at or before a time, by halving. */
  #placeAfter(at: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.at ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
