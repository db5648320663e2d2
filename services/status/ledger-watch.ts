import type { FastifyBaseLogger } from "fastify";
import type { StatusStore } from "./ports.ts";

/** Why a wait ended; `added` says that there is something to read. */
export type WaitEnd = "added" | "timedOut" | "aborted";

type Waiter = { readonly position: number; readonly wake: () => void };
type Watched = { tip: number; readonly waiters: Set<Waiter>; timer: NodeJS.Timeout | null };

const PAGE_SIZE = 1000;

/** Looks for new ledger entries, once for all who wait for the same rollout, and only while somebody waits. */
export class LedgerWatch {
  readonly #store: Pick<StatusStore, "readLedger">;
  readonly #pollMs: number;
  readonly #log: FastifyBaseLogger;
  readonly #rollouts = new Map<string, Watched>();

  constructor(
    store: Pick<StatusStore, "readLedger">,
    options: { readonly pollMs: number; readonly log: FastifyBaseLogger },
  ) {
    this.#store = store;
    this.#pollMs = options.pollMs;
    this.#log = options.log;
  }

  /** Waits for an entry after `position`, for `timeoutMs` at most, or until the signal is aborted. */
  waitBeyond(
    rolloutId: string,
    position: number,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<WaitEnd> {
    if (options.signal.aborted) return Promise.resolve("aborted");
    const watched = this.#watched(rolloutId, position);
    if (watched.tip > position) return Promise.resolve("added");
    const { promise, resolve } = Promise.withResolvers<WaitEnd>();
    const stop = (): void => resolve("aborted");
    const waiter: Waiter = { position, wake: () => resolve("added") };
    const timeout = setTimeout(() => resolve("timedOut"), options.timeoutMs);
    options.signal.addEventListener("abort", stop, { once: true });
    watched.waiters.add(waiter);
    this.#pollSoon(rolloutId, watched);
    return promise.finally(() => {
      clearTimeout(timeout);
      options.signal.removeEventListener("abort", stop);
      watched.waiters.delete(waiter);
      if (watched.waiters.size > 0) return;
      if (watched.timer !== null) clearTimeout(watched.timer);
      this.#rollouts.delete(rolloutId);
    });
  }

  #watched(rolloutId: string, position: number): Watched {
    const known = this.#rollouts.get(rolloutId);
    if (known !== undefined) return known;
    const watched: Watched = { tip: position, waiters: new Set(), timer: null };
    this.#rollouts.set(rolloutId, watched);
    return watched;
  }

  #pollSoon(rolloutId: string, watched: Watched): void {
    watched.timer ??= setTimeout(() => void this.#poll(rolloutId, watched), this.#pollMs);
  }

  async #poll(rolloutId: string, watched: Watched): Promise<void> {
    try {
      const page = await this.#store.readLedger(rolloutId, { afterPosition: watched.tip, limit: PAGE_SIZE });
      watched.tip = page.at(-1)?.position ?? watched.tip;
    } catch (error) {
      this.#log.warn({ err: error, rolloutId }, "the ledger can't be read; the streams wait");
    }
    watched.timer = null;
    for (const waiter of watched.waiters) {
      if (watched.tip > waiter.position) waiter.wake();
    }
    if (watched.waiters.size > 0) this.#pollSoon(rolloutId, watched);
  }
}
