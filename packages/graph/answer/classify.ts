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
 * What an answer of Microsoft Graph means. Throttling and refused tokens are told by their status alone. After any
 * 5xx a write must be looked for, for it may have happened whatever the code says. Of a 4xx the code counts, and an
 * unknown one is final.
 */
export function classify(refusal: Refusal): TenantProblem {
  const said = readErrorBody(refusal.body);
  const retryAfterMs = retryAfterMsIn(refusal.header("retry-after"), refusal.receivedAt);
  const { verdict, advice } = meaningOf(refusal, said);
  return {
    code: said.code ?? ownCodeFor(refusal, said),
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
  const { verdict, onRead, advice } = ruleFor({ effect, status }, said);
  if (effect === "write") return { verdict, advice };
  return { verdict: onRead ?? (verdict === "read" ? "retry" : verdict), advice };
}

function ruleFor(refusal: Pick<Refusal, "effect" | "status">, said: ErrorBody): CodeRule {
  const { status } = refusal;
  const byStatus = STATUS_RULES[status];
  if (byStatus !== undefined) return byStatus;
  const isOfCodes = status >= 400 && status < 500;
  const byCode = CODE_RULES.find((rule) => isOfCodes && matches(rule, status, said));
  if (byCode !== undefined) return byCode;
  const { onRead, onWrite, advice } = TENANT_PROBLEM_CODES[ownCodeFor(refusal, said)];
  return { verdict: onWrite, onRead, advice };
}

/** Where the status says more than any code. */
const STATUS_RULES: Readonly<Record<number, CodeRule>> = {
  401: {
    verdict: "ask",
    advice: "The token was refused twice. Check that the app registration belongs to this tenant and cloud.",
  },
  429: { verdict: "retry", advice: "The tenant is asked too much; it is waited for as long as it says." },
  503: {
    verdict: "read",
    onRead: "retry",
    advice:
      "The service can't answer for the moment; after a write the tenant is read to see what came of it.",
  },
};

function matches(rule: CodeRule, status: number, said: ErrorBody): boolean {
  if (rule.status !== undefined && rule.status !== status) return false;
  if (rule.code !== undefined && rule.code.toLowerCase() !== said.code?.toLowerCase()) return false;
  return rule.message === undefined || rule.message.test(said.message ?? "");
}

/** A write whose refusal can't be read is looked for: it may have said that it was done already. */
function ownCodeFor({ effect, status }: Pick<Refusal, "effect" | "status">, said: ErrorBody): OwnCode {
  if (status < 400) return "redirected";
  if (status >= 500) return "failed";
  const isUnreadable = said.code === null && said.message === null;
  return isUnreadable && effect === "write" ? "answerMalformed" : "refused";
}
