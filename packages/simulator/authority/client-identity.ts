import type { KeyObject } from "node:crypto";
import { createHash, randomBytes, X509Certificate } from "node:crypto";
import { SignJWT } from "jose";
import type { AuthorityKeys, SigningKey } from "./keys.ts";
import { CREDENTIAL_LIFETIME_MS } from "./keys.ts";

/** The one audience that workload identity federation knows. */
export const FEDERATION_AUDIENCE = "api://AzureADTokenExchange";

/** Who may ask for a token, and what is registered to prove it. */
export interface ClientIdentity {
  readonly tenantId: string;
  readonly clientId: string;
  /** The application's service principal in the tenant. */
  readonly servicePrincipalId: string;
  readonly clientSecret: string;
  /** Thumbprints in base64url, of SHA-1 (`x5t`) and SHA-256 (`x5t#S256`). */
  readonly certificate: { readonly publicKey: KeyObject; readonly x5t: string; readonly x5tS256: string };
  /** Whose word is taken for it: issuer, subject and the issuer's key. */
  readonly federation: { readonly issuer: string; readonly subject: string; readonly publicKey: KeyObject };
  /** The secret of the identity endpoint of the machine that it runs on. */
  readonly identityHeader: string;
}

/** The ids of an application in a tenant. */
export type ClientIds = Pick<ClientIdentity, "tenantId" | "clientId" | "servicePrincipalId">;

/** Registers all ways to prove who one is. */
export function registerClient(ids: ClientIds, clientSecret: string, keys: AuthorityKeys): ClientIdentity {
  const certificate = new X509Certificate(keys.clientCertificate.certPem);
  const thumbprint = (algorithm: string): string =>
    createHash(algorithm).update(certificate.raw).digest("base64url");
  return {
    ...ids,
    clientSecret,
    certificate: {
      publicKey: certificate.publicKey,
      x5t: thumbprint("sha1"),
      x5tS256: thumbprint("sha256"),
    },
    federation: {
      issuer: `https://oidc.simulated.example/${ids.tenantId}/`,
      subject: "system:serviceaccount:standdown:worker",
      publicKey: keys.federation.publicKey,
    },
    identityHeader: randomBytes(16).toString("hex").toUpperCase(),
  };
}

/** What a workload finds in its token file. A real one is replaced every hour; this one lasts. */
export function createFederatedToken(
  { federation }: Pick<ClientIdentity, "federation">,
  key: SigningKey,
  now: Date,
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: key.kid })
    .setIssuer(federation.issuer)
    .setSubject(federation.subject)
    .setAudience(FEDERATION_AUDIENCE)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(new Date(now.getTime() + CREDENTIAL_LIFETIME_MS))
    .sign(key.privateKey);
}
