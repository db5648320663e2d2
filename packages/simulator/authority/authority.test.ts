import type { KeyObject } from "node:crypto";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { createLocalJWKSet, decodeJwt, jwtVerify, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../testing/json.ts";
import { parseObject } from "../testing/json.ts";
import type { Lab } from "../testing/lab.ts";
import { createLab } from "../testing/lab.ts";
import { ASSERTION_TYPE } from "./assertion.ts";
import { createFederatedToken, FEDERATION_AUDIENCE } from "./client-identity.ts";

let lab: Lab;
let tokenUrl: string;

beforeAll(async () => {
  lab = await createLab({ adminCount: 5 });
  tokenUrl = `/${lab.facts.tenantId}/oauth2/v2.0/token`;
});

async function ask(
  form: Record<string, string>,
  url = tokenUrl,
): Promise<{ status: number; body: JsonObject }> {
  const response = await lab.app.inject({
    method: "POST",
    url,
    headers: { host: "localhost:1", "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: lab.facts.clientId,
      scope: "https://graph.microsoft.com/.default",
      ...form,
    }).toString(),
  });
  return { status: response.statusCode, body: parseObject(response.payload) };
}

/** Status, OAuth's word and Microsoft's number. */
async function refusalOf(form: Record<string, string>, url?: string): Promise<unknown[]> {
  const { status, body } = await ask(form, url);
  const codes = body["error_codes"];
  expect(String(body["error_description"])).toMatch(
    new RegExp(`^AADSTS${String(codes)}: .* Trace ID: \\S+ Correlation ID: \\S+ Timestamp: `, "u"),
  );
  return [status, body["error"], codes];
}

interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly jti?: string | null;
  /** Seconds since 1970. */
  readonly exp?: number;
  readonly nbf?: number;
}

const OTHER_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

function soon(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** What a client signs with its certificate, with one thing or another changed. */
async function ownAssertion(
  claims: Claims = {},
  header: Record<string, string> | null = null,
  key: KeyObject = createPrivateKey(lab.keys.clientCertificate.keyPem),
): Promise<Record<string, string>> {
  const { clientId } = lab.facts;
  const { jti = "an id", ...others } = claims;
  const jwt = await new SignJWT({
    iss: clientId,
    sub: clientId,
    aud: `https://localhost:1${tokenUrl}`,
    exp: soon(600),
    ...(jti === null ? {} : { jti }),
    ...others,
  })
    .setProtectedHeader({ alg: "PS256", ...(header ?? { "x5t#S256": lab.identity.certificate.x5tS256 }) })
    .sign(key);
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
}

async function federatedAssertion(
  claims: Omit<Claims, "jti"> = {},
  key: KeyObject = lab.keys.federation.privateKey,
): Promise<Record<string, string>> {
  const { issuer, subject } = lab.identity.federation;
  const jwt = await new SignJWT({
    iss: issuer,
    sub: subject,
    aud: FEDERATION_AUDIENCE,
    exp: soon(600),
    jti: "an id",
    ...claims,
  })
    .setProtectedHeader({ alg: "RS256" })
    .sign(key);
  return { client_assertion_type: ASSERTION_TYPE, client_assertion: jwt };
}

const SECRET = { client_secret: "not a secret" };

describe("a token is given", () => {
  test("for a secret, names its permissions, and is signed by a published key", async () => {
    const { status, body } = await ask(SECRET);
    expect([status, body["token_type"], body["expires_in"]]).toEqual([200, "Bearer", 3600]);
    const token = String(body["access_token"]);
    expect(decodeJwt(token)).toMatchObject({
      aud: "https://graph.microsoft.com",
      oid: lab.facts.callerId,
      appid: lab.facts.clientId,
      idtyp: "app",
      roles: lab.tenant.switches.grantedPermissions,
    });
    const published = await lab.app.inject({ url: `/${lab.facts.tenantId}/discovery/v2.0/keys` });
    const keys = createLocalJWKSet(JSON.parse(published.payload));
    // The lab's wall clock stands still.
    await expect(jwtVerify(token, keys, { currentDate: new Date(lab.epochAt) })).resolves.toBeDefined();
  });

  test("for an assertion whose clock is ahead by less than five minutes", async () => {
    expect((await ask(await ownAssertion({ nbf: soon(60) }))).status).toBe(200);
    expect((await ask(await ownAssertion({ nbf: soon(600) }))).status).toBe(401);
  });

  test("for an assertion by certificate, under either thumbprint and either algorithm, also a second time", async () => {
    const assertion = await ownAssertion();
    expect((await ask(assertion)).status).toBe(200);
    expect((await ask(assertion)).status).toBe(200);
    const { x5t } = lab.identity.certificate;
    expect((await ask(await ownAssertion({}, { alg: "RS256", x5t }))).status).toBe(200);
    const issuer = `https://localhost:1/${lab.facts.tenantId}/v2.0`;
    expect((await ask(await ownAssertion({ aud: issuer }))).status).toBe(200);
  });

  test("for what a workload finds in its token file", async () => {
    const jwt = await createFederatedToken(lab.identity, lab.keys.federation, new Date());
    expect((await ask({ client_assertion_type: ASSERTION_TYPE, client_assertion: jwt })).status).toBe(200);
  });
});

describe("no token is given", () => {
  test.each([
    ["a wrong secret", { client_secret: "wrong" }, [401, "invalid_client", [7000215]]],
    ["no proof at all", {}, [401, "invalid_client", [7000216]]],
    ["another application", { ...SECRET, client_id: "x" }, [400, "unauthorized_client", [700016]]],
    ["another grant", { ...SECRET, grant_type: "x" }, [400, "unsupported_grant_type", [70003]]],
    ["a scope of its own", { ...SECRET, scope: "User.Read" }, [400, "invalid_scope", [1002012]]],
    [
      "an assertion that is none",
      { client_assertion_type: ASSERTION_TYPE, client_assertion: "x.y.z" },
      [401, "invalid_client", [50027]],
    ],
  ])("for %s", async (_what, form, refusal) => {
    expect(await refusalOf(form)).toEqual(refusal);
  });

  test("by another tenant", async () => {
    const url = "/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token";
    expect(await refusalOf(SECRET, url)).toEqual([400, "invalid_request", [90002]]);
  });

  test.each([
    ["made for another audience", { aud: "https://elsewhere/" }, 700023],
    ["of another subject", { sub: "x" }, 700021],
    ["without an id", { jti: null }, 50027],
    ["that has expired", { exp: 1_700_000_000 }, 700024],
  ])("for an assertion by certificate %s", async (_what, claims, code) => {
    const form = await ownAssertion(claims);
    expect(await refusalOf(form)).toEqual([401, "invalid_client", [code]]);
  });

  test.each([
    ["another certificate", { x5t: "AAAA" }, 700027],
    ["no certificate", {}, 50027],
  ])("for an assertion that names %s", async (_what, header, code) => {
    const form = await ownAssertion({}, header);
    expect(await refusalOf(form)).toEqual([401, "invalid_client", [code]]);
  });

  test("for an assertion that another key signed under the certificate's name", async () => {
    const form = await ownAssertion({}, null, OTHER_KEY);
    expect(await refusalOf(form)).toEqual([401, "invalid_client", [700027]]);
  });

  test.each([
    ["of another issuer", { iss: "https://elsewhere/" }, 700211],
    ["of another subject", { sub: "system:serviceaccount:default:default" }, 700213],
    ["made for another audience", { aud: "https://graph.microsoft.com" }, 700212],
    ["that has expired", { exp: 1_700_000_000 }, 700024],
  ])("for a federated token %s", async (_what, claims, code) => {
    const form = await federatedAssertion(claims);
    expect(await refusalOf(form)).toEqual([401, "invalid_client", [code]]);
  });

  test("for a federated token that another key signed", async () => {
    const form = await federatedAssertion({}, OTHER_KEY);
    expect(await refusalOf(form)).toEqual([401, "invalid_client", [50013]]);
  });
});

async function askEndpoint(search: string, header: string): Promise<{ status: number; body: JsonObject }> {
  const response = await lab.controlApp.inject({
    url: `/msi/token?${search}`,
    headers: { "x-identity-header": header },
  });
  return { status: response.statusCode, body: parseObject(response.payload) };
}

describe("the identity endpoint", () => {
  const query = "resource=https://graph.microsoft.com&api-version=2019-08-01";

  test("gives a token to who knows its header, in the form of App Service", async () => {
    const { status, body } = await askEndpoint(query, lab.identity.identityHeader);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: "Bearer",
      resource: "https://graph.microsoft.com",
      expires_on: String(lab.epochAt / 1000 + 3600),
      client_id: lab.facts.clientId,
    });
    const read = await lab.graph("GET", "/organization", undefined, {
      accessToken: String(body["access_token"]),
    });
    expect(read.status).toBe(200);
  });

  test.each([
    ["without the header", query, "", 401],
    ["in another version", query.replace("2019", "2017"), null, 400],
    ["for no resource", "api-version=2019-08-01", null, 400],
    ["for another identity", `${query}&client_id=x`, null, 400],
  ])("gives none %s", async (_what, search, header, status) => {
    expect((await askEndpoint(search, header ?? lab.identity.identityHeader)).status).toBe(status);
  });
});

describe("a token that has ended", () => {
  test("is answered with 401 that says where to get another, and a new one is good", async () => {
    const ended = await lab.applicationToken();
    await lab.control("POST", "/tokens/expire");
    const answer = await lab.graph("GET", "/organization", undefined, { accessToken: ended });
    expect([answer.status, answer.body["error"]]).toMatchObject([
      401,
      { code: "InvalidAuthenticationToken", message: "Access token has expired or is not yet valid." },
    ]);
    expect(answer.headers["www-authenticate"]).toBe(
      'Bearer realm="", authorization_uri="https://localhost:1/common/oauth2/authorize", ' +
        'client_id="00000003-0000-0000-c000-000000000000"',
    );
    const again = await lab.applicationToken();
    expect((await lab.graph("GET", "/organization", undefined, { accessToken: again })).status).toBe(200);
  });
});
