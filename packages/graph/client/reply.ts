import type { TenantProblem } from "@standdown/domain";
import { TENANT_PROBLEM_CODES } from "../answer/tenant-problem-codes.ts";
import type { Effect } from "./call.ts";

/** Where an answer comes from, for what is said about it later. */
export type Trace = {
  readonly effect: Effect;
  readonly status: number;
  readonly requestId: string | null;
  readonly clientRequestId: string;
};

/** The body of a success, not yet looked at; or what the refusal means. */
export type Reply =
  | { readonly ok: true; readonly body: unknown; readonly trace: Trace }
  | { readonly ok: false; readonly problem: TenantProblem };

/** The problem of a success whose body is not what it should be. `place` says what was looked for and where. */
export function malformed(trace: Trace, place: string): TenantProblem {
  const { onRead, onWrite, advice } = TENANT_PROBLEM_CODES.answerMalformed;
  return {
    code: "answerMalformed",
    verdict: trace.effect === "read" ? onRead : onWrite,
    status: trace.status,
    message: `The answer can't be used: ${place}.`,
    advice,
    retryAfterMs: null,
    requestId: trace.requestId,
    clientRequestId: trace.clientRequestId,
  };
}
