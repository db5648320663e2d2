import { OrderedList } from "./ordered-list.ts";

/** An index: for each key an ordered list, for as long as it holds something. */
export class KeyedLists<T> {
  readonly #lists = new Map<string, OrderedList<T>>();
  readonly #nothing = new OrderedList<T>();

  put(key: string, place: number, item: T): void {
    const list = this.#lists.get(key) ?? new OrderedList<T>();
    list.put(place, item);
    this.#lists.set(key, list);
  }

  remove(key: string, place: number): void {
    const list = this.#lists.get(key);
    list?.remove(place);
    if (list?.size === 0) this.#lists.delete(key);
  }

  /** What there is under a key; an empty list where there is nothing. */
  of(key: string): Pick<OrderedList<T>, "size" | "values" | "after" | "before"> {
    return this.#lists.get(key) ?? this.#nothing;
  }
}
