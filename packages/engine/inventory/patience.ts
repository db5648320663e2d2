import { setTimeout as delay } from "node:timers/promises";
import type { CountedAnswer, TenantProblem } from "@standdown/domain";
import type { EngineParts } from "../parts.ts";
import type { Claim, ClaimedWrite } from "../ports/store.ts";

/** How long a reading belongs to its owner without a word from him. */
export const INVENTORY_LEASE_MS = 30_000;

const READS_MAX = 6;

/** The reading is somebody else's now. */
export class ReadingLost extends Error {}

/** The tenant refused: the inventory ends as failed, with why. */
export class ReadingFailed extends Error {
  readonly problem: TenantProblem;
  constructor(problem: TenantProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** What a read came to: the value, or a refusal of the place that was asked for. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/**
 * Asks the tenant until it answers: what passes is waited for, as often as one page may be asked for and as long as the
 * tenant says, and the lease is kept meanwhile. Counts every request.
 */
export class Patience {
  readonly #parts: Pick<EngineParts, "store" | "timing">;
  readonly #claim: Claim;
  #requestCount = 0;

  constructor(parts: Pick<EngineParts, "store" | "timing">, claim: Claim) {
    this.#parts = parts;
    this.#claim = claim;
  }

  /** The requests since the last time this was asked, to be told to the store. */
  takeRequestCount(): number {
    const count = this.#requestCount;
    this.#requestCount = 0;
    return count;
  }

  async ask<T>(question: () => Promise<CountedAnswer<T>>): Promise<T> {
    const read = await this.askAt(question, () => false);
    if (!read.ok) throw new Error("a question without a place was refused for its place");
    return read.value;
  }

  /** The same, where a problem can say that the place is no more one to go on from. */
  async askAt<T>(
    question: () => Promise<CountedAnswer<T>>,
    isPlaceRefused: (problem: TenantProblem) => boolean,
  ): Promise<Read<T>> {
    for (let count = 1; ; count += 1) {
      const { answer, requestCount } = await question();
      this.#requestCount += requestCount;
      if (answer.ok) return answer;
      if (isPlaceRefused(answer.problem)) return { ok: false };
      await this.#waitOrFail(answer.problem, count);
    }
  }

  /** What was written, or the end of this owner's work. */
  async write(writing: Promise<ClaimedWrite>): Promise<void> {
    if ((await writing) === "lost") throw new ReadingLost();
  }

  async renew(): Promise<void> {
    const { store } = this.#parts;
    await this.write(store.renewInventory(this.#claim, INVENTORY_LEASE_MS, this.takeRequestCount()));
  }

  async #waitOrFail(problem: TenantProblem, count: number): Promise<void> {
    const isFinal = problem.verdict === "never" || problem.verdict === "ask";
    if (isFinal || count >= READS_MAX) throw new ReadingFailed(problem);
    let leftMs = problem.retryAfterMs ?? this.#parts.timing.proofIntervalMs * 0.1 * 2 ** count;
    while (leftMs > 0) {
      const stepMs = Math.min(leftMs, INVENTORY_LEASE_MS / 3);
      await delay(stepMs);
      await this.renew();
      leftMs -= stepMs;
    }
  }
}
