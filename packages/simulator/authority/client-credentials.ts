import type { AssertionContext } from "./assertion.ts";
import { ASSERTION_TYPE, checkAssertion } from "./assertion.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { TokenError } from "./token-error.ts";
import { invalidClient } from "./token-error.ts";

/** A request for a token by an application. */
export interface TokenRequest {
  /** Of the path. */
  readonly tenantId: string;
  readonly form: Readonly<Record<string, string>>;
  readonly from: AssertionContext;
}

const DEFAULT_SCOPE = /^(?<resource>.+?)\/?\/\.default$/u;

/** The audience that a scope asks for: all before `/.default`; null when it is another kind of scope. */
export function audienceOf(scope: string): string | null {
  return DEFAULT_SCOPE.exec(scope)?.groups?.["resource"] ?? null;
}

async function checkProof(identity: ClientIdentity, request: TokenRequest): Promise<TokenError | null> {
  const { client_assertion: assertion, client_assertion_type: type, client_secret: secret } = request.form;
  if (assertion !== undefined && type === ASSERTION_TYPE) {
    return checkAssertion(identity, assertion, request.from);
  }
  if (secret === undefined) {
    return invalidClient(
      7_000_216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    );
  }
  if (secret === identity.clientSecret) return null;
  return invalidClient(
    7_000_215,
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, " +
      `not the client secret ID, for a secret added to app '${identity.clientId}'.`,
  );
}

/** Why there is no token for this request; null when there is one. */
export async function checkTokenRequest(
  identity: ClientIdentity,
  request: TokenRequest,
): Promise<TokenError | null> {
  const { tenantId, form } = request;
  if (tenantId.toLowerCase() !== identity.tenantId) {
    const text =
      `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID and are signing into ` +
      "the correct cloud.";
    return { status: 400, error: "invalid_request", code: 90_002, text };
  }
  if (form["grant_type"] !== "client_credentials") {
    const text = `The app requested an unsupported grant type '${form["grant_type"] ?? ""}'.`;
    return { status: 400, error: "unsupported_grant_type", code: 70_003, text };
  }
  if (form["client_id"] !== identity.clientId) {
    const text = `Application with identifier '${form["client_id"] ?? ""}' was not found in the directory '${tenantId}'.`;
    return { status: 400, error: "unauthorized_client", code: 700_016, text };
  }
  const scope = form["scope"] ?? "";
  if (audienceOf(scope) === null) {
    const text =
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with ` +
      "/.default suffixed to the resource identifier (application ID URI).";
    return { status: 400, error: "invalid_scope", code: 1_002_012, text };
  }
  return checkProof(identity, request);
}
