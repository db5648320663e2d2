import type { Schedule, Side } from "./schedule.ts";

/** A row that is gone, and since when: lists that lag still show it. */
export interface Departed {
  readonly row: Schedule;
  readonly departedAt: number;
  /** Whether another version took its place. */
  readonly isReplaced: boolean;
}

/** The rows that departed of late, oldest first; what lists no longer show is forgotten. */
export class Departures {
  #entries: Departed[] = [];

  add(departed: Departed): void {
    this.#entries.push(departed);
  }

  /** Those of one side that departed after a time; older ones are not asked for again. */
  since(side: Side, after: number): readonly Departed[] {
    const youngAt = this.#entries.findIndex((entry) => entry.departedAt > after);
    if (youngAt === -1) this.#entries = [];
    else if (youngAt > 0) this.#entries.splice(0, youngAt);
    return this.#entries.filter((entry) => entry.departedAt > after && entry.row.side === side);
  }
}
