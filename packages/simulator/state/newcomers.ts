/** What was made while the tenant runs, and when: the service takes its time to know it everywhere. */
export class Newcomers {
  readonly #madeAt = new Map<string, number>();

  /** Forgets them all: they are known from now on. */
  forget(): void {
    this.#madeAt.clear();
  }

  /** To be told of every object of the directory, and of every role, that is made. */
  note(id: string, at: number): void {
    this.#madeAt.set(id.toLowerCase(), at);
  }

  /** Whether this was made less than so long ago. */
  isYounger(id: string, ageMs: number, now: number): boolean {
    const madeAt = this.#madeAt.get(id.toLowerCase());
    return madeAt !== undefined && now - madeAt < ageMs;
  }
}
