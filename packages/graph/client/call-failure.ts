import { GraphClientError } from "@microsoft/microsoft-graph-client";
import type { OwnCode } from "../answer/tenant-problem-codes.ts";

/** Why a call ended without an answer of Microsoft Graph. */
export class CallFailure {
  readonly code: OwnCode;
  readonly message: string;
  /** HTTP status of whoever refused instead, such as the token endpoint. */
  readonly status: number | null;
  readonly advice: string | null;

  constructor(
    code: OwnCode,
    message: string,
    more: { readonly status?: number | null; readonly advice?: string | null } = {},
  ) {
    this.code = code;
    this.message = message;
    this.status = more.status ?? null;
    this.advice = more.advice ?? null;
  }

  /** As the one kind of error that the SDK hands on untouched. */
  asError(): GraphClientError {
    return GraphClientError.setGraphClientError(this);
  }
}

/** The failure that a middleware ended a call with; null when the error is something else. */
export function callFailureIn(error: unknown): CallFailure | null {
  const carried: unknown = error instanceof GraphClientError ? error.customError : null;
  return carried instanceof CallFailure ? carried : null;
}
