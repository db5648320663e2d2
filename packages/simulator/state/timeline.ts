interface Entry {
  readonly at: number;
  readonly run: (at: number) => void;
}

/** What has to happen at a time to come: earliest first, and of one instant first come first. */
export class Timeline {
  /** Ascending by time. */
  readonly #entries: Entry[] = [];
  #runningAt: number | null = null;

  /** The time of what is happening right now; null while nothing is. */
  get runningAt(): number | null {
    return this.#runningAt;
  }

  /** Notes that something is to happen. It is told its own time, which may be a while ago when the clock jumped. */
  schedule(at: number, run: (at: number) => void): void {
    this.#entries.splice(this.#placeAfter(at), 0, { at, run });
  }

  /** Lets everything happen that is due, one by one, also what comes up meanwhile. What happens never starts it again. */
  settle(now: number): void {
    if (this.#runningAt !== null) return;
    try {
      while ((this.#entries[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
        const entry = this.#entries.shift();
        this.#runningAt = entry?.at ?? now;
        entry?.run(entry.at);
      }
    } finally {
      this.#runningAt = null;
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
