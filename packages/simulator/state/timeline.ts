import { Heap } from "./heap.ts";

interface Entry {
  readonly at: number;
  /** Counts up: of one instant, first come first. */
  readonly number: number;
  readonly run: (at: number) => void;
}

/** What has to happen at a time to come: earliest first, and of one instant first come first. */
export class Timeline {
  readonly #entries = new Heap<Entry>((one, other) =>
    one.at === other.at ? one.number < other.number : one.at < other.at,
  );
  #lastNumber = 0;
  #runningAt: number | null = null;

  /** The time of what is happening right now; null while nothing is. */
  get runningAt(): number | null {
    return this.#runningAt;
  }

  /** When the next thing happens; null when nothing does. */
  get nextAt(): number | null {
    return this.#entries.peek()?.at ?? null;
  }

  /** Notes that something is to happen. It is told its own time, which may be a while ago when the clock jumped. */
  schedule(at: number, run: (at: number) => void): void {
    this.#entries.add({ at, number: (this.#lastNumber += 1), run });
  }

  /** Lets everything happen that is due, one by one, also what comes up meanwhile. What happens never starts it again. */
  settle(now: number): void {
    if (this.#runningAt !== null) return;
    try {
      while ((this.#entries.peek()?.at ?? Number.POSITIVE_INFINITY) <= now) {
        const entry = this.#entries.take();
        this.#runningAt = entry?.at ?? now;
        entry?.run(entry.at);
      }
    } finally {
      this.#runningAt = null;
    }
  }
}
