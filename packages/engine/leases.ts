import type { EngineParts } from "./parts.ts";
import type { Claim } from "./ports/store.ts";

/** Renews the leases of claims. */
type Renew = (claims: readonly Claim[], leaseMs: number) => Promise<unknown>;

/** Keeps the claims of running work alive; whoever loses one finds out at the next save, which is refused. */
export class Leases {
  readonly #parts: Pick<EngineParts, "leaseMs" | "log">;
  readonly #renewAll: Renew;
  readonly #held = new Map<string, Claim>();
  readonly #timer: NodeJS.Timeout;

  constructor(parts: Pick<EngineParts, "leaseMs" | "log">, renew: Renew) {
    this.#parts = parts;
    this.#renewAll = renew;
    this.#timer = setInterval(() => void this.#renew(), parts.leaseMs / 3);
  }

  /** Holds a claim while work is done. */
  async during<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
    this.#held.set(claim.id, claim);
    try {
      return await work();
    } finally {
      this.#held.delete(claim.id);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #renew(): Promise<void> {
    if (this.#held.size === 0) return;
    try {
      await this.#renewAll([...this.#held.values()], this.#parts.leaseMs);
    } catch (error) {
      this.#parts.log.error({ err: error }, "leases could not be renewed");
    }
  }
}
