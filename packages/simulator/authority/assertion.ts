import type { KeyObject } from "node:crypto";
import type { JWTPayload, ProtectedHeaderParameters } from "jose";
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose";
import type { ClientIdentity } from "./client-identity.ts";
import { FEDERATION_AUDIENCE } from "./client-identity.ts";
import type { TokenError } from "./token-error.ts";
import { invalidClient } from "./token-error.ts";

/** The only kind of assertion there is. */
export const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Clocks differ: Entra forgives five minutes. Microsoft's own library rounds its time up. */
const CLOCK_SKEW_SECONDS = 300;

const MALFORMED = invalidClient(50_027, "JWT token is invalid or malformed.");
const NOT_IN_TIME = invalidClient(700_024, "Client assertion is not within its valid time range.");

interface Presented {
  readonly jwt: string;
  readonly header: ProtectedHeaderParameters;
  readonly claims: JWTPayload;
}

function present(jwt: string): Presented | null {
  try {
    return { jwt, header: decodeProtectedHeader(jwt), claims: decodeJwt(jwt) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

/** Whether a signature is good and the time is right; what the claims say is looked at by others. */
async function verify(
  presented: Presented,
  key: KeyObject,
  now: Date,
): Promise<"good" | "badSignature" | "notInTime"> {
  try {
    await jwtVerify(presented.jwt, key, {
      algorithms: ["RS256", "PS256"],
      currentDate: now,
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ["exp"],
    });
    return "good";
  } catch (error) {
    if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
      return "notInTime";
    }
    if (error instanceof errors.JOSEError) return "badSignature";
    throw error;
  }
}

function hasAudience(claims: JWTPayload, wanted: readonly string[]): boolean {
  const { aud } = claims;
  const told = Array.isArray(aud) ? aud : [aud];
  return told.some((audience) => audience !== undefined && wanted.includes(audience));
}

/** Signed by the key of a certificate that is registered at the application. The same one may come again. */
async function checkCertificate(
  identity: ClientIdentity,
  presented: Presented,
  from: AssertionContext,
): Promise<TokenError | null> {
  const { header, claims } = presented;
  const { publicKey, x5t, x5tS256 } = identity.certificate;
  const thumbprint = header["x5t#S256"] ?? header.x5t;
  if (typeof thumbprint !== "string" || typeof claims.jti !== "string") return MALFORMED;
  if (thumbprint !== x5t && thumbprint !== x5tS256) {
    const told = Buffer.from(thumbprint, "base64url").toString("hex").toUpperCase();
    return invalidClient(
      700_027,
      "The certificate with identifier used to sign the client assertion is not registered on application. " +
        `[Reason - The key was not found., Thumbprint of key used by client: '${told}'.]`,
    );
  }
  if (claims.sub !== identity.clientId) {
    return invalidClient(
      700_021,
      "Client assertion application identifier doesn't match 'client_id' parameter.",
    );
  }
  const verdict = await verify(presented, publicKey, from.now);
  if (verdict === "notInTime") return NOT_IN_TIME;
  if (verdict === "badSignature") {
    return invalidClient(
      700_027,
      "Client assertion failed signature validation. " +
        "[Reason - The provided signature value did not match the expected signature value.]",
    );
  }
  return hasAudience(claims, from.audiences)
    ? null
    : invalidClient(700_023, "Client assertion audience claim does not match Realm issuer.");
}

function noMatch(code: number, what: string): TokenError {
  return invalidClient(
    code,
    `No matching federated identity record found for presented assertion ${what}. Check your federated ` +
      "identity credential Subject, Audience and Issuer against the presented assertion.",
  );
}

/** Signed by an issuer that the application trusts to speak for one subject. */
async function checkFederated(
  identity: ClientIdentity,
  presented: Presented,
  from: AssertionContext,
): Promise<TokenError | null> {
  const { claims } = presented;
  const { issuer, subject, publicKey } = identity.federation;
  if (claims.iss !== issuer) return noMatch(700_211, `issuer '${claims.iss ?? ""}'`);
  if (claims.sub !== subject) return noMatch(700_213, `subject '${claims.sub ?? ""}'`);
  if (!hasAudience(claims, [FEDERATION_AUDIENCE])) {
    return noMatch(700_212, `audience '${String(claims.aud)}'`);
  }
  const verdict = await verify(presented, publicKey, from.now);
  if (verdict === "notInTime") return NOT_IN_TIME;
  return verdict === "good" ? null : invalidClient(50_013, "Assertion failed signature validation.");
}

/** When and where an assertion came. */
export interface AssertionContext {
  readonly now: Date;
  /** The names of this authority that a client's own assertion may be made for. */
  readonly audiences: readonly string[];
}

/** Looks at a `client_assertion`: one that the client made for itself, or one of an issuer that it trusts. */
export async function checkAssertion(
  identity: ClientIdentity,
  jwt: string,
  from: AssertionContext,
): Promise<TokenError | null> {
  const presented = present(jwt);
  if (presented === null) return MALFORMED;
  return presented.claims.iss === identity.clientId
    ? checkCertificate(identity, presented, from)
    : checkFederated(identity, presented, from);
}
