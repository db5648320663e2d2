/**
 * What the engine must do with an answer of the tenant that is not a success.
 * `retry`: nothing happened, ask again later. `retryAfter`: the same, and the tenant said when. `read`: it may or
 * may not have happened, only a read tells. `never`: the same request will never work. `ask`: a person must decide.
 */
export type Verdict = "retry" | "retryAfter" | "read" | "never" | "ask";

/** An answer of the tenant that is not a success, with all that a person needs to look it up at Microsoft. */
export type TenantProblem = {
  /** Microsoft's own error code where it sent one, else a word of `tenant-problem-codes.ts`. */
  readonly code: string;
  readonly verdict: Verdict;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly message: string;
  /** What a person can do about it, one sentence. */
  readonly advice: string;
  /** Exactly what `Retry-After` said; null where it said nothing. */
  readonly retryAfterMs: number | null;
  /** Microsoft's `request-id`; null when no answer came. */
  readonly requestId: string | null;
  readonly clientRequestId: string | null;
};

/** Either what was asked for, or why not. A failed read is never an empty value. */
export type TenantAnswer<T> =
  | { readonly ok: true; readonly value: T; readonly requestId: string | null }
  | { readonly ok: false; readonly problem: TenantProblem };
