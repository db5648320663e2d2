import type { FastifyInstance } from "fastify";
import { issueToApplication } from "../../authority/issue.ts";
import type { ControlOptions } from "../server.ts";

/** Where the identity endpoint is on the control surface. */
export const IDENTITY_PATH = "/msi/token";

const API_VERSION = "2019-08-01";

interface Asked {
  readonly resource?: string;
  readonly "api-version"?: string;
  readonly client_id?: string;
}

/** Why the endpoint gives no token. */
function refusalFor(asked: Asked, clientId: string): string | null {
  if (asked["api-version"] !== API_VERSION)
    return `The api-version '${asked["api-version"] ?? ""}' is not supported.`;
  if (asked.resource === undefined || asked.resource === "") return "The resource is missing.";
  return asked.client_id === undefined || asked.client_id === clientId
    ? null
    : "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.";
}

/**
 * The identity endpoint that App Service gives to what runs there: plain http on the same machine, with a secret in a
 * header. It speaks for the application's own service principal, whether or not it is asked for by `client_id`.
 */
export function serveManagedIdentity(
  app: FastifyInstance,
  { tenant, tokens, identity }: ControlOptions,
): void {
  app.get<{ Querystring: Asked }>(IDENTITY_PATH, async (request, reply) => {
    if (request.headers["x-identity-header"] !== identity.identityHeader) {
      return reply.code(401).send({ statusCode: 401, message: "The X-IDENTITY-HEADER is missing or wrong." });
    }
    const message = refusalFor(request.query, identity.clientId);
    if (message !== null) return reply.code(400).send({ statusCode: 400, message });
    const { resource = "" } = request.query;
    const { accessToken, expiresAt } = await issueToApplication(tenant, tokens, identity, resource);
    return {
      access_token: accessToken,
      expires_on: String(Math.floor(expiresAt / 1000)),
      resource,
      token_type: "Bearer",
      client_id: identity.clientId,
    };
  });
}
