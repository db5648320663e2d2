import { CallFailure } from "./call-failure.ts";

const TIMEOUTS: ReadonlySet<string> = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/**
 * What an error of the network means for the call. `notConnected` and `tlsRefused` are sure that nothing was sent;
 * every other one may have come after the request did its work.
 */
export function networkFailureOf(error: unknown): CallFailure {
  const first = firstCause(error);
  const code = textOf(first, "code");
  const message = `${first instanceof Error ? first.message : String(first)}${code === "" ? "" : ` (${code})`}`;
  if (isTlsCode(code)) return new CallFailure("tlsRefused", message);
  if (["connect", "getaddrinfo"].includes(textOf(first, "syscall")) || code === "UND_ERR_CONNECT_TIMEOUT") {
    return new CallFailure("notConnected", message);
  }
  const isTimeout = TIMEOUTS.has(code) || textOf(first, "name") === "TimeoutError";
  return new CallFailure(isTimeout ? "timedOut" : "connectionLost", message);
}

/** Node reports a host with several addresses as one error that holds one for each. */
function firstCause(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
}

function isTlsCode(code: string): boolean {
  return /CERT|LEAF_SIGNATURE|^ERR_(TLS|SSL)_|^EPROTO$/.test(code);
}

function textOf(error: unknown, property: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, property) : undefined;
  return typeof value === "string" ? value : "";
}
