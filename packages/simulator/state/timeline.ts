interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: (at: number) => void;
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** What has to happen at a time to come, as a binary heap: earliest first, and of one instant first come first. */
export class Timeline {
  readonly #heap: Entry[] = [];
  #order = 0;

  /** Notes that something is to happen. It is told its own time, which may be a while ago when the clock jumped. */
  schedule(at: number, run: (at: number) => void): void {
    this.#heap.push({ at, order: (this.#order += 1), run });
    this.#rise(this.#heap.length - 1);
  }

  /** Lets everything happen that is due. */
  settle(now: number): void {
    for (let top = this.#heap[0]; top !== undefined && top.at <= now; top = this.#heap[0]) {
      const last = this.#heap.pop();
      if (last !== undefined && last !== top) {
        this.#heap[0] = last;
        this.#sink();
      }
      top.run(top.at);
    }
  }

  #swap(one: number, other: number): void {
    const kept = this.#heap[one] as Entry;
    this.#heap[one] = this.#heap[other] as Entry;
    this.#heap[other] = kept;
  }

  #isBefore(one: number, other: number): boolean {
    return one < this.#heap.length && isBefore(this.#heap[one] as Entry, this.#heap[other] as Entry);
  }

  #rise(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #sink(): void {
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const child = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(child, place)) return;
      this.#swap(place, child);
      place = child;
    }
  }
}
