import type { TenantProblem, Verdict } from "@standdown/domain";
import type { CallFailure } from "../client/call-failure.ts";
import type { Effect } from "../client/call.ts";
import { readErrorBody, type ErrorBody } from "./error-body.ts";
import { CODE_RULES, type CodeRule } from "./microsoft-codes.ts";
import { retryAfterMsIn } from "./retry-after.ts";
import { TENANT_PROBLEM_CODES, type OwnCode } from "./tenant-problem-codes.ts";

/** An answer that is not a success, of a request or of one item of a batch. */
export type Refusal = {
  readonly effect: Effect;
  readonly status: number;
  /** The value of a header, its name in lower case; null where it is not there. */
  readonly header: (name: string) => string | null;
  /** The body as JSON; undefined when it was none. */
  readonly body: unknown;
  readonly clientRequestId: string | null;
  readonly receivedAt: Date;
};

type Meaning = { readonly verdict: Verdict; readonly advice: string };

const MESSAGE_LENGTH_MAX = 2000;

/**
 * What an answer of Microsoft Graph means. Throttling, refused tokens and redirects are told by their status, then
 * codes count, then the class of the status: an unknown 4xx is final, and after an unknown 5xx a write must be
 * looked for, for it may have happened.
 */
export function classify(refusal: Refusal): TenantProblem {
  const said = readErrorBody(refusal.body);
  const retryAfterMs = retryAfterMsIn(refusal.header("retry-after"), refusal.receivedAt);
  const { verdict, advice } = meaningOf(refusal, said);
  return {
    code: said.code ?? ownCodeFor(refusal.status),
    verdict: verdict === "retry" && retryAfterMs !== null ? "retryAfter" : verdict,
    status: refusal.status,
    message: (said.message ?? `Microsoft Graph answered ${refusal.status}.`).slice(0, MESSAGE_LENGTH_MAX),
    advice,
    retryAfterMs,
    requestId: refusal.header("request-id") ?? said.requestId,
    clientRequestId: refusal.clientRequestId,
  };
}

/** What it means that no answer came. */
export function classifyFailure(
  failure: CallFailure,
  effect: Effect,
  clientRequestId: string,
): TenantProblem {
  const meaning = TENANT_PROBLEM_CODES[failure.code];
  return {
    code: failure.code,
    verdict: effect === "read" ? meaning.onRead : meaning.onWrite,
    status: failure.status,
    message: failure.message.slice(0, MESSAGE_LENGTH_MAX),
    advice: failure.advice ?? meaning.advice,
    retryAfterMs: null,
    requestId: null,
    clientRequestId,
  };
}

function meaningOf({ effect, status }: Refusal, said: ErrorBody): Meaning {
  const rule = byStatusFirst(status) ?? CODE_RULES.find((one) => matches(one, status, said));
  if (rule === undefined) {
    const own = TENANT_PROBLEM_CODES[ownCodeFor(status)];
    return { verdict: effect === "read" ? own.onRead : own.onWrite, advice: own.advice };
  }
  const isReadOfRead = effect === "read" && rule.verdict === "read";
  const verdict = effect === "read" ? (rule.onRead ?? rule.verdict) : rule.verdict;
  return { verdict: isReadOfRead && rule.onRead === undefined ? "retry" : verdict, advice: rule.advice };
}

/** Where the status says more than any code. */
function byStatusFirst(status: number): CodeRule | undefined {
  switch (status) {
    case 401:
      return {
        verdict: "ask",
        advice:
          "The token was refused twice. Check that the app registration belongs to this tenant and cloud.",
      };
    case 429:
      return {
        verdict: "retry",
        advice: "The tenant is asked too much; it is waited for as long as it says.",
      };
    case 503:
      return { verdict: "retry", advice: "The service can't answer for the moment." };
    default:
      return undefined;
  }
}

function matches(rule: CodeRule, status: number, said: ErrorBody): boolean {
  if (rule.status !== undefined && rule.status !== status) return false;
  if (rule.code !== undefined && rule.code.toLowerCase() !== said.code?.toLowerCase()) return false;
  return rule.message === undefined || rule.message.test(said.message ?? "");
}

function ownCodeFor(status: number): OwnCode {
  if (status < 400) return "redirected";
  return status < 500 ? "refused" : "failed";
}
