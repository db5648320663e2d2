import type { FastifyInstance } from "fastify";
import type { Tokens } from "../state/tokens.ts";

/** Who may ask for a token. */
export interface ClientIdentity {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The application's service principal in the tenant. */
  readonly servicePrincipalId: string;
}

interface TokenError {
  readonly status: number;
  readonly error: string;
  readonly code: number;
  readonly text: string;
}

function checkToken(
  identity: ClientIdentity,
  tenantId: string,
  form: Record<string, string>,
): TokenError | null {
  if (tenantId !== identity.tenantId) {
    return { status: 400, error: "invalid_request", code: 90002, text: `Tenant '${tenantId}' not found.` };
  }
  if (form["grant_type"] !== "client_credentials") {
    return {
      status: 400,
      error: "unsupported_grant_type",
      code: 70003,
      text: "The grant type is not supported.",
    };
  }
  if (form["client_id"] !== identity.clientId) {
    const text = `Application with identifier '${form["client_id"]}' was not found in the directory.`;
    return { status: 400, error: "unauthorized_client", code: 700016, text };
  }
  if (form["client_secret"] !== identity.clientSecret) {
    return { status: 401, error: "invalid_client", code: 7000215, text: "Invalid client secret provided." };
  }
  if (!(form["scope"] ?? "").endsWith("/.default")) {
    return {
      status: 400,
      error: "invalid_scope",
      code: 1002012,
      text: "The scope is not valid for client credentials.",
    };
  }
  return null;
}

function errorBody(request: { answerId: string; clientRequestId: string }, error: TokenError): unknown {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
  return {
    error: error.error,
    error_description:
      `AADSTS${error.code}: ${error.text} Trace ID: ${request.answerId} ` +
      `Correlation ID: ${request.clientRequestId} Timestamp: ${timestamp}`,
    error_codes: [error.code],
    timestamp,
    trace_id: request.answerId,
    correlation_id: request.clientRequestId,
  };
}

/** The authority: its metadata, and tokens for client credentials. */
export function serveTokens(app: FastifyInstance, identity: ClientIdentity, tokens: Tokens): void {
  app.get<{ Params: { tenantId: string } }>(
    "/:tenantId/v2.0/.well-known/openid-configuration",
    (request, reply) => {
      const base = `https://${request.host}/${request.params.tenantId}`;
      return reply.send({
        token_endpoint: `${base}/oauth2/v2.0/token`,
        token_endpoint_auth_methods_supported: ["client_secret_post"],
        jwks_uri: `${base}/discovery/v2.0/keys`,
        issuer: `${base}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        response_types_supported: ["code", "id_token", "token"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
      });
    },
  );
  app.post<{ Params: { tenantId: string }; Body: Record<string, string> | null }>(
    "/:tenantId/oauth2/v2.0/token",
    async (request, reply) => {
      const error = checkToken(identity, request.params.tenantId, request.body ?? {});
      if (error !== null) return reply.code(error.status).send(errorBody(request, error));
      const caller = {
        kind: "application",
        id: identity.servicePrincipalId,
        appId: identity.clientId,
      } as const;
      const issued = tokens.issue(caller, {
        aud: `https://${request.host}`,
        tid: identity.tenantId,
        appid: identity.clientId,
        oid: identity.servicePrincipalId,
      });
      return {
        token_type: "Bearer",
        expires_in: issued.expiresInSeconds,
        ext_expires_in: issued.expiresInSeconds,
        access_token: issued.accessToken,
      };
    },
  );
}
