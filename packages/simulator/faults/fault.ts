/** What can go wrong with a request. Without `After` the change does not take place; with it, it does. */
export const FAULT_KINDS = [
  ...(["401", "403", "429", "500", "502", "503", "504"] as const),
  ...(["500After", "503After", "504After"] as const),
  ...(["reset", "resetAfter", "timeoutBefore", "timeoutAfter"] as const),
  ...(["delay", "slowBody", "malformedBody"] as const),
  "silentDrop",
  "tokenExpiry",
] as const;

/** One of them. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A fault that was ordered. */
export interface Fault {
  /** What it is called in the list of what was struck; null: by its kind and its place among those ordered. */
  readonly name: string | null;
  readonly match: {
    readonly method?: string;
    readonly pathContains?: string;
    readonly bodyContains?: string;
    /** Only items of a batch, or only what is none. */
    readonly isBatchItem?: boolean;
  };
  readonly kind: FaultKind;
  /** From the how manieth matching request on; 1 is the next one. */
  readonly at: number;
  /** How often; null for always. */
  readonly count: number | null;
  /** How likely, of those that it could hit. */
  readonly probability: number;
  /** What `at` and `count` count: all matching requests as they come, or the tries of each operation on each target. */
  readonly per: "all" | "target";
  /** Of 429 and 503. */
  readonly retryAfterSeconds: number | null;
  /** How much later the answer of `delay` comes; how long that of `slowBody` takes. */
  readonly slowMs: number;
}

/** A request, as far as a fault looks at it. */
export interface FaultRequest {
  readonly method: string;
  /** From the version on, with the query. */
  readonly url: string;
  readonly body: unknown;
  readonly isBatchItem: boolean;
}

/** Whether a fault is meant for a request; `bodyText` is its body as JSON. */
export function isMatch({ match }: Fault, request: FaultRequest, bodyText: string): boolean {
  const { method, pathContains, bodyContains, isBatchItem } = match;
  return (
    (method === undefined || method.toUpperCase() === request.method) &&
    (pathContains === undefined || request.url.includes(pathContains)) &&
    (bodyContains === undefined || bodyText.includes(bodyContains)) &&
    (isBatchItem === undefined || isBatchItem === request.isBatchItem)
  );
}
