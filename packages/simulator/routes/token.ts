import type { FastifyInstance, FastifyRequest } from "fastify";
import { exportJWK } from "jose";
import type { ClientIdentity } from "../authority/client-identity.ts";
import { audienceOf, checkTokenRequest } from "../authority/client-credentials.ts";
import { issueToApplication } from "../authority/issue.ts";
import { refuseToken } from "../authority/token-error.ts";
import type { Tenant } from "../state/tenant.ts";
import type { Tokens } from "../state/tokens.ts";

interface OfTenant {
  readonly tenantId: string;
}

function baseOf(request: FastifyRequest<{ Params: OfTenant }>): string {
  return `https://${request.host}/${request.params.tenantId}`;
}

/** The authority: its metadata, its keys, and tokens for client credentials. */
export function serveTokens(
  app: FastifyInstance,
  tenant: Tenant,
  { identity, tokens }: { readonly identity: ClientIdentity; readonly tokens: Tokens },
): void {
  app.get<{ Params: OfTenant }>("/:tenantId/v2.0/.well-known/openid-configuration", (request, reply) => {
    const base = baseOf(request);
    return reply.send({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      response_types_supported: ["code", "id_token", "token"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });

  app.get("/:tenantId/discovery/v2.0/keys", async () => {
    const { kid, publicKey } = tokens.signingKey;
    return { keys: [{ ...(await exportJWK(publicKey)), kid, use: "sig", alg: "RS256" }] };
  });

  app.post<{ Params: OfTenant; Body: Record<string, string> | null }>(
    "/:tenantId/oauth2/v2.0/token",
    async (request, reply) => {
      const base = baseOf(request);
      const form = request.body ?? {};
      const problem = await checkTokenRequest(identity, {
        tenantId: request.params.tenantId,
        form,
        from: { now: new Date(), audiences: [`${base}/oauth2/v2.0/token`, `${base}/v2.0`] },
      });
      if (problem !== null) return refuseToken(request, reply, problem);
      const audience = audienceOf(form["scope"] ?? "") ?? "";
      const issued = await issueToApplication(tenant, tokens, identity, audience);
      return {
        token_type: "Bearer",
        expires_in: issued.expiresInSeconds,
        ext_expires_in: issued.expiresInSeconds,
        access_token: issued.accessToken,
      };
    },
  );
}
