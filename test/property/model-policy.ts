import {
  isRefused,
  withRules,
  type RoleRule,
  type TenantAnswer,
  type TenantProblem,
} from "@standdown/domain";

/** What may become of a change of a policy. */
export const WRITE_FATES = [
  "taken",
  "taken",
  "lostBefore",
  "lostAfter",
  "throttled",
  "failedThoughDone",
] as const;
export type WriteFate = (typeof WRITE_FATES)[number] | "refused" | "forbidden";

const PROBLEMS: Readonly<
  Record<Exclude<WriteFate, "taken">, Pick<TenantProblem, "code" | "verdict" | "status" | "retryAfterMs">>
> = {
  lostBefore: { code: "timedOut", verdict: "read", status: null, retryAfterMs: null },
  lostAfter: { code: "connectionLost", verdict: "read", status: null, retryAfterMs: null },
  throttled: { code: "TooManyRequests", verdict: "retryAfter", status: 429, retryAfterMs: 7000 },
  failedThoughDone: { code: "failed", verdict: "read", status: 503, retryAfterMs: null },
  refused: { code: "InvalidPolicy", verdict: "never", status: 400, retryAfterMs: null },
  forbidden: { code: "Authorization_RequestDenied", verdict: "ask", status: 403, retryAfterMs: null },
};

/** The settings of one role as the service has them: changed whole or not at all, and read a little late. */
export class ModelPolicy {
  nowMs = Date.parse("2026-06-01T12:00:00.000Z");
  /** Changes that the service was asked for, in order. */
  readonly sent: (readonly RoleRule[])[] = [];
  /** Times at which the service refused both ways of showing who it is: never our doing. */
  conflictCount = 0;
  #rules: readonly RoleRule[];
  #former: readonly RoleRule[];
  #staleUntilMs = 0;
  readonly #staleMs: number;

  constructor(rules: readonly RoleRule[], staleMs = 0) {
    this.#rules = rules;
    this.#former = rules;
    this.#staleMs = staleMs;
  }

  /** As they really are. */
  get rules(): readonly RoleRule[] {
    return this.#rules;
  }

  /** Somebody else changes some of them. */
  changedBy(rules: readonly RoleRule[]): void {
    this.#rules = withRules(this.#rules, rules);
    this.#former = this.#rules;
  }

  read(): { readonly policyId: string; readonly rules: readonly RoleRule[]; readonly readAt: string } {
    const rules = this.nowMs < this.#staleUntilMs ? this.#former : this.#rules;
    return { policyId: "p", rules, readAt: new Date(this.nowMs).toISOString() };
  }

  change(rules: readonly RoleRule[], fate: WriteFate): TenantAnswer<null> {
    this.sent.push(rules);
    const next = withRules(this.#rules, rules);
    if (isRefused(next)) {
      this.conflictCount += 1;
      return this.#problem("refused");
    }
    if (fate === "taken" || fate === "lostAfter" || fate === "failedThoughDone") {
      this.#former = this.#rules;
      this.#staleUntilMs = this.nowMs + this.#staleMs;
      this.#rules = next;
    }
    return fate === "taken" ? { ok: true, value: null, requestId: null } : this.#problem(fate);
  }

  #problem(fate: Exclude<WriteFate, "taken">): TenantAnswer<null> {
    const more = { message: fate, advice: "", requestId: null, clientRequestId: null };
    return { ok: false, problem: { ...PROBLEMS[fate], ...more } };
  }
}
