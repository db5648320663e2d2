import type { EngineParts } from "./parts.ts";

/** Ends what it repeats. */
export interface Repeating {
  /** Asks for a round soon; asking while one runs makes one more. */
  ask(): void;
  close(): Promise<void>;
}

/**
 * Repeats a round: when asked, and by itself at the latest after what the last round answered (milliseconds).
 * Never two at once. A round that throws is logged and repeated.
 */
export function repeat(round: () => Promise<number>, parts: Pick<EngineParts, "log" | "sweepMs">): Repeating {
  return new Rounds(round, parts);
}

class Rounds implements Repeating {
  readonly #round: () => Promise<number>;
  readonly #parts: Pick<EngineParts, "log" | "sweepMs">;
  #isAsked = false;
  #isClosed = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(round: () => Promise<number>, parts: Pick<EngineParts, "log" | "sweepMs">) {
    this.#round = round;
    this.#parts = parts;
    this.ask();
  }

  ask(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    if (this.#running === null) this.#running = this.#go();
    else this.#isAsked = true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #go(): Promise<void> {
    let nextMs = this.#parts.sweepMs;
    do {
      this.#isAsked = false;
      nextMs = await this.#once();
    } while (this.#isAsked && !this.#isClosed);
    this.#running = null;
    if (!this.#isClosed) this.#timer = setTimeout(() => this.ask(), nextMs);
  }

  async #once(): Promise<number> {
    try {
      return await this.#round();
    } catch (error) {
      this.#parts.log.error({ err: error }, "a round of the engine failed");
      return this.#parts.sweepMs;
    }
  }
}
