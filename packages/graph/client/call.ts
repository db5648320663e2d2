import type { MiddlewareOptions } from "@microsoft/microsoft-graph-client";

/** Whether a call may change the tenant: what an unclear end means depends on it. */
export type Effect = "read" | "write";

/** One call to Microsoft Graph. */
export type Call = {
  readonly method: "GET" | "POST" | "PATCH";
  /** A path below the version, with its query encoded; or the absolute URL of a next page, as it was given. */
  readonly target: string;
  /** v1.0 where nothing is said; an absolute URL brings its own. */
  readonly version?: "v1.0" | "beta";
  readonly body?: unknown;
  readonly effect: Effect;
  /** Sent as `client-request-id`; a new one is made where the caller has none. */
  readonly clientRequestId?: string;
};

/** What one call carries through the chain of middlewares. */
export class CallContext implements MiddlewareOptions {
  /** The URL to use as it is, instead of the one that the SDK puts together. */
  readonly exactUrl: string | null;
  readonly clientRequestId: string;

  constructor(exactUrl: string | null, clientRequestId: string) {
    this.exactUrl = exactUrl;
    this.clientRequestId = clientRequestId;
  }
}
