import { CallFailure } from "./call-failure.ts";

/** What a person can do about the refusals of the token endpoint that are met most. Source: its error reference. */
const ADVICE: Readonly<Record<string, string>> = {
  AADSTS700016: "AZURE_CLIENT_ID names no application of this tenant; check both ids.",
  AADSTS7000215: "The client secret is wrong; set AZURE_CLIENT_SECRET to the secret's value, not its id.",
  AADSTS7000222: "The client secret has expired; make a new one and set AZURE_CLIENT_SECRET.",
  AADSTS700027: "The certificate is not one of the app registration's; upload it there or set another one.",
  AADSTS70021:
    "No federated credential of the app registration fits the token in AZURE_FEDERATED_TOKEN_FILE.",
  AADSTS700213:
    "No federated credential of the app registration fits the token in AZURE_FEDERATED_TOKEN_FILE.",
  AADSTS90002: "There is no such tenant; check AZURE_TENANT_ID and AZURE_AUTHORITY_HOST.",
  AADSTS500011:
    "The tenant doesn't know this Microsoft Graph; check that GRAPH_BASE_URL fits the tenant's cloud.",
};

/**
 * What it means that a credential gave no token. Only an explicit refusal, or a file that can't be read, needs a
 * person; all else (no answer, an overloaded authority, an identity endpoint that hangs) may pass.
 */
export function tokenFailureOf(error: unknown): CallFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = messageOf(cause);
  const status = numberOf(cause, "status") ?? numberOf(cause, "statusCode");
  const refusal = /AADSTS\d+/.exec(message)?.[0];
  const isRefused = refusal !== undefined && (status === null || (status < 500 && status !== 429));
  const isUnreadable = /^(ENOENT|EACCES|EISDIR)\b/.test(message);
  if (!isRefused && !isUnreadable) {
    return new CallFailure("tokenUnavailable", message, { status });
  }
  const advice = refusal === undefined ? null : (ADVICE[refusal] ?? null);
  const told = refusal === undefined ? message : message.slice(message.indexOf(refusal));
  return new CallFailure("tokenRefused", told, { status, advice });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function numberOf(error: unknown, property: string): number | null {
  const value: unknown = error instanceof Error ? Reflect.get(error, property) : undefined;
  return typeof value === "number" ? value : null;
}
