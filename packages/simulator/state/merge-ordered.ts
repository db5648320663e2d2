/**
 * Several sequences that each ascend, as one that ascends; of equal places all are kept, the earlier sequence first. It
 * reads no further than it is read itself.
 */
export function* mergeOrdered<T>(
  sequences: readonly Iterable<T>[],
  placeOf: (item: T) => number,
): Generator<T> {
  const heads = sequences
    .map((sequence) => sequence[Symbol.iterator]())
    .map((iterator) => ({ iterator, result: iterator.next() }));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const head of heads) {
      if (head.result.done === true || placeOf(head.result.value) >= least) continue;
      first = head;
      least = placeOf(head.result.value);
    }
    if (first === undefined || first.result.done === true) return;
    yield first.result.value;
    first.result = first.iterator.next();
  }
}
