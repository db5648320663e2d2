import type { Random } from "../random.ts";

/** What can go wrong with a request. Without `After` the change does not take place; with it, it does. */
export const FAULT_KINDS = [
  ...(["401", "403", "429", "500", "502", "503", "504"] as const),
  ...(["500After", "503After", "504After"] as const),
  ...(["reset", "resetAfter", "timeoutBefore", "timeoutAfter"] as const),
  "malformedBody",
  "silentDrop",
] as const;

/** One of them. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that was ordered. */
export interface Fault {
  readonly match: {
    readonly method?: string;
    readonly pathContains?: string;
    readonly bodyContains?: string;
  };
  readonly kind: FaultKind;
  /** From the how manieth matching request on; 1 is the next one. */
  readonly at: number;
  /** How often; null for always. */
  readonly count: number | null;
  /** How likely, of those that it could hit. */
  readonly probability: number;
  /** Of 429 and 503. */
  readonly retryAfterSeconds: number | null;
}

interface Counted {
  readonly fault: Fault;
  seenCount: number;
  hitCount: number;
}

/** A request, as far as a fault looks at it. */
export interface FaultTarget {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

function isMatch(fault: Fault, target: FaultTarget): boolean {
  const { method, pathContains, bodyContains } = fault.match;
  return (
    (method === undefined || method.toUpperCase() === target.method) &&
    (pathContains === undefined || target.url.includes(pathContains)) &&
    (bodyContains === undefined || target.body.includes(bodyContains))
  );
}

/** The faults that were ordered, with how often each has struck. */
export class Faults {
  readonly #random: Random;
  #counted: Counted[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  order(faults: readonly Fault[]): void {
    this.#counted.push(...faults.map((fault) => ({ fault, seenCount: 0, hitCount: 0 })));
  }

  clear(): void {
    this.#counted = [];
  }

  list(): readonly Readonly<Counted>[] {
    return this.#counted;
  }

  /** The fault that strikes a request, counted as having struck; null for none. */
  strike(target: FaultTarget): Fault | null {
    for (const counted of this.#counted.filter((item) => isMatch(item.fault, target))) {
      counted.seenCount += 1;
      const { at, count, probability } = counted.fault;
      if (counted.seenCount < at || (count !== null && counted.hitCount >= count)) continue;
      if (probability < 1 && !this.#random.chance(probability)) continue;
      counted.hitCount += 1;
      return counted.fault;
    }
    return null;
  }
}
