import type { Quirks } from "../quirks/quirks.ts";
import type { Schedule } from "./schedule.ts";
import type { Departed } from "./departures.ts";

/**
 * Which rows a list shows while the news of a change is on its way to it. For the time of `staleReads` it shows what
 * was there before; after that, for the time of `flappingReads`, the first read misses the change, the second has it,
 * and so on. A row that was changed is then not there at all in the reads that miss the change.
 */
export class Replication {
  readonly #quirks: Quirks;
  /** Of each list and row that is on its way, how often it was read. */
  readonly #readCounts = new Map<string, number>();
  #sinceAt = Number.POSITIVE_INFINITY;

  constructor(quirks: Quirks) {
    this.#quirks = quirks;
  }

  /** What was there before this moment is shown whatever lag begins now. */
  restart(now: number): void {
    this.#sinceAt = now;
    this.#readCounts.clear();
  }

  /** How long a row that is gone can still be seen. */
  get departedKeptMs(): number {
    return this.#quirks.value("staleReads") + this.#quirks.value("flappingReads");
  }

  /** Whether lists show all that was stored until a time, and nothing else. */
  isCaughtUp(changedAt: number, now: number): boolean {
    return changedAt < this.#sinceAt || now - changedAt >= this.departedKeptMs;
  }

  /** Whether this read of a list shows a row that is there. */
  showsPresent(list: string, row: Schedule, now: number): boolean {
    if (row.storedAt <= this.#sinceAt) return true;
    const ageMs = now - row.storedAt;
    if (ageMs < this.#quirks.value("staleReads")) return false;
    return ageMs >= this.departedKeptMs || !this.#missesChange(`${list}|${row.id}|${row.storedAt}`);
  }

  /** Whether this read of a list still shows a row that is gone, or that another version took the place of. */
  showsDeparted(list: string, { row, departedAt, isReplaced }: Departed, now: number): boolean {
    const staleMs = this.#quirks.value("staleReads");
    if (row.storedAt > Math.max(now - staleMs, this.#sinceAt)) return false;
    if (now - departedAt < staleMs) return true;
    return !isReplaced && this.#missesChange(`${list}|${row.id}|gone`);
  }

  #missesChange(key: string): boolean {
    const count = (this.#readCounts.get(key) ?? 0) + 1;
    this.#readCounts.set(key, count);
    return count % 2 === 1;
  }
}
