/** A binary heap: what comes first by `isBefore` is at hand; adding and taking cost the logarithm of the size. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (one: T, other: T) => boolean;

  constructor(isBefore: (one: T, other: T) => boolean) {
    this.#isBefore = isBefore;
  }

  /** What comes first, without taking it. */
  peek(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = this.#items[parentAt];
      if (parent === undefined || !this.#isBefore(item, parent)) break;
      this.#items[at] = parent;
      at = parentAt;
    }
    this.#items[at] = item;
  }

  /** Takes what comes first. */
  take(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return first;
  }

  /** Lets an item go down from the top to where nothing below it comes before it. */
  #sink(item: T): void {
    let at = 0;
    for (;;) {
      const childAt = this.#earlierChild(2 * at + 1);
      const child = this.#items[childAt];
      if (child === undefined || !this.#isBefore(child, item)) break;
      this.#items[at] = child;
      at = childAt;
    }
    this.#items[at] = item;
  }

  #earlierChild(leftAt: number): number {
    const left = this.#items[leftAt];
    const right = this.#items[leftAt + 1];
    return left !== undefined && right !== undefined && this.#isBefore(right, left) ? leftAt + 1 : leftAt;
  }
}
