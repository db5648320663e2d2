/** A seeded source of randomness: the same seed gives the same sequence. */
export interface Random {
  /** A whole number from 0 up to, but without, `bound`. */
  below(bound: number): number;
  /** True with the given probability, 0 to 1. */
  chance(probability: number): boolean;
  /** One of the items, each as likely; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** One of the items, as likely as its weight says; the list must not be empty. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T;
  /** The items in another order. */
  shuffle<T>(items: readonly T[]): T[];
  /** A version 4 GUID in lower case. */
  guid(): string;
}

/** sfc32 (PractRand): small, fast and good enough for made-up people. */
function sfc32(seed: number): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/** 16 bytes as a version 4 GUID in lower case; the bytes are changed. */
export function guidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function guidFrom(next: () => number): string {
  const bytes = Buffer.alloc(16);
  for (let offset = 0; offset < 16; offset += 4) bytes.writeUInt32BE(next(), offset);
  return guidOf(bytes);
}

function at<T>(items: readonly T[], index: number): T {
  for (const item of items.slice(index, index + 1)) return item;
  throw new RangeError("Nothing to choose from.");
}

/** Makes a source of randomness from a whole number. */
export function createRandom(seed: number): Random {
  const next = sfc32(seed);
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound);
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (items) => at(items, below(items.length)),
    weighted(items) {
      let rest = below(items.reduce((sum, item) => sum + item.weight, 0));
      const found = items.findIndex((item) => (rest -= item.weight) < 0);
      return at(items, found);
    },
    shuffle(items) {
      const order = [...items];
      for (let last = order.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [order[last], order[other]] = [at(order, other), at(order, last)];
      }
      return order;
    },
    guid: () => guidFrom(next),
  };
}
