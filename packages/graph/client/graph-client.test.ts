import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AccessToken } from "@azure/identity";
import { StubGraph, CLIENT_ID } from "../testing/stub-graph.ts";
import { createGraphClient, type GraphClient } from "./graph-client.ts";

let stub: StubGraph;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  stub = await StubGraph.start();
});

afterEach(async () => {
  stub.asked.length = 0;
  stub.tokensAsked.length = 0;
  stub.answerInTurn({ body: { value: [] } });
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

afterAll(async () => {
  await stub.close();
});

/** A client with a credential that counts how often it is asked. */
function clientWith(
  getToken: () => Promise<AccessToken>,
  more: { readonly requestTimeoutMs?: number; readonly baseUrl?: string; readonly now?: () => Date } = {},
): GraphClient {
  const client = createGraphClient({
    baseUrl: stub.origin,
    newCredential: () => ({ getToken }),
    trustedRoots: [stub.caPem],
    ...more,
  });
  opened.push(client);
  return client;
}

function tokens(lifetimeMs = 3_600_000): {
  readonly given: string[];
  readonly get: () => Promise<AccessToken>;
} {
  const given: string[] = [];
  return {
    given,
    get: async () => {
      given.push(`token-${given.length + 1}`);
      return { token: `token-${given.length}`, expiresOnTimestamp: Date.now() + lifetimeMs };
    },
  };
}

const READ = { method: "GET", target: "/organization", effect: "read" } as const;
const WRITE = { method: "POST", target: "/things", body: { a: 1 }, effect: "write" } as const;

describe("the token", () => {
  test("is asked for once, also by calls that run at the same time", async () => {
    const source = tokens();
    const client = clientWith(source.get);
    await Promise.all(Array.from({ length: 20 }, async () => await client.send(READ)));
    await client.send(READ);
    expect(source.given).toHaveLength(1);
    expect(new Set(stub.asked.map(({ headers }) => headers["authorization"]))).toEqual(
      new Set(["Bearer token-1"]),
    );
  });

  test("is renewed before it ends, and the old one serves on while no new one is to be had", async () => {
    let now = new Date("2026-11-23T21:00:00Z");
    let asked = 0;
    const getToken = async () => {
      asked += 1;
      if (asked === 2) throw new Error("network_error");
      return { token: `token-${asked}`, expiresOnTimestamp: new Date("2026-11-23T22:00:00Z").getTime() };
    };
    const client = clientWith(getToken, { now: () => now });
    for (const time of ["21:00:00", "21:54:59", "21:55:01", "21:55:02", "21:55:32"]) {
      now = new Date(`2026-11-23T${time}Z`);
      expect(await client.send(READ)).toMatchObject({ ok: true });
    }
    const sent = stub.asked.map(({ headers }) => headers["authorization"]);
    expect(sent).toEqual([1, 1, 1, 1, 3].map((count) => `Bearer token-${count}`));
  });

  test("is renewed once when it is refused, and the request sent again with the new one", async () => {
    const source = tokens();
    stub.answerInTurn({ status: 401, body: {} }, { body: { id: "x" } });
    expect(await clientWith(source.get).send(WRITE)).toMatchObject({ ok: true, body: { id: "x" } });
    expect(stub.asked.map(({ headers }) => headers["authorization"])).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(stub.asked.map(({ body }) => body)).toEqual([{ a: 1 }, { a: 1 }]);
  });

  test("that is refused twice is a matter for a person", async () => {
    const source = tokens();
    stub.answerInTurn({
      status: 401,
      body: { error: { code: "InvalidAuthenticationToken", message: "no" } },
    });
    const reply = await clientWith(source.get).send(READ);
    expect(reply).toMatchObject({
      problem: { code: "InvalidAuthenticationToken", verdict: "ask", status: 401 },
    });
    expect(source.given).toHaveLength(2);
    expect(stub.asked).toHaveLength(2);
  });

  test("is renewed with the claims that the refusal asks for", async () => {
    const claims = '{"access_token":{"nbf":{"essential":true}}}';
    const wanted: unknown[] = [];
    const client = createGraphClient({
      baseUrl: stub.origin,
      trustedRoots: [stub.caPem],
      newCredential: () => ({
        getToken: async (_scope, options) => {
          wanted.push(options?.claims);
          return { token: `token-${wanted.length}`, expiresOnTimestamp: Date.now() + 3_600_000 };
        },
      }),
    });
    opened.push(client);
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`;
    stub.answerInTurn({ status: 401, headers: { "www-authenticate": challenge }, body: {} }, { body: {} });
    expect(await client.send(READ)).toMatchObject({ ok: true });
    expect(wanted).toEqual([undefined, claims]);
  });

  test("that never comes ends the call in time", async () => {
    const client = clientWith(async () => await new Promise<never>(() => {}), { requestTimeoutMs: 50 });
    expect(await client.send(WRITE)).toMatchObject({
      problem: { code: "tokenUnavailable", verdict: "retry" },
    });
    expect(stub.asked).toHaveLength(0);
  });
});

describe("the token never leaves the configured host", () => {
  test.each([
    "https://graph.example.com/v1.0/users?$skiptoken=x",
    "http://localhost/v1.0/users",
    "https://localhost.evil.example/v1.0",
    "no address at all",
  ])("%s is not followed", async (target) => {
    const source = tokens();
    const reply = await clientWith(source.get).send({ ...READ, target });
    expect(reply).toMatchObject({ problem: { code: "foreignHost", verdict: "ask", status: null } });
    expect(source.given).toHaveLength(0);
    expect(stub.asked).toHaveLength(0);
  });

  test("not even another port of the same host", async () => {
    const other = await StubGraph.start();
    const reply = await clientWith(tokens().get).send({ ...READ, target: `${other.origin}/v1.0/users` });
    expect(reply).toMatchObject({ problem: { code: "foreignHost" } });
    expect(other.asked).toHaveLength(0);
    await other.close();
  });

  test("a redirect is not followed", async () => {
    stub.answerInTurn({ status: 307, headers: { location: `${stub.origin}/v1.0/elsewhere` }, body: "" });
    const reply = await clientWith(tokens().get).send(READ);
    expect(reply).toMatchObject({ problem: { code: "redirected", verdict: "ask", status: 307 } });
    expect(stub.asked).toHaveLength(1);
  });
});

describe("how a call can end without an answer", () => {
  test.each([
    ["hang", "timedOut", 1000],
    ["destroy", "connectionLost", 60_000],
  ] as const)(
    "%s: a read is made again, a write is looked for, and neither is repeated here",
    async (end, code, requestTimeoutMs) => {
      const client = clientWith(tokens().get, { requestTimeoutMs });
      stub.answerInTurn(end);
      expect(await client.send(READ)).toMatchObject({ problem: { code, verdict: "retry", status: null } });
      expect(await client.send(WRITE)).toMatchObject({ problem: { code, verdict: "read", status: null } });
      expect(stub.asked).toHaveLength(2);
    },
  );

  test("where nobody listens, nothing was sent and a write may be sent again", async () => {
    const gone = await StubGraph.start();
    await gone.close();
    const reply = await clientWith(tokens().get, { baseUrl: gone.origin }).send(WRITE);
    expect(reply).toMatchObject({ problem: { code: "notConnected", verdict: "retry" } });
  });

  test("a certificate that is not trusted is a matter for a person, and nothing was sent", async () => {
    const client = createGraphClient({
      baseUrl: stub.origin,
      newCredential: () => ({ getToken: tokens().get }),
    });
    opened.push(client);
    expect(await client.send(WRITE)).toMatchObject({ problem: { code: "tlsRefused", verdict: "ask" } });
    expect(stub.asked).toHaveLength(0);
  });

  test.each([429, 500, 503])("a %i is not repeated here", async (status) => {
    stub.answerInTurn({ status, headers: { "retry-after": "0" }, body: {} });
    expect(await clientWith(tokens().get).send(READ)).toMatchObject({ ok: false });
    expect(stub.asked).toHaveLength(1);
  });
});

test("every request carries its own id and asks for it back, and the answer's id is kept", async () => {
  const client = clientWith(tokens().get);
  const clientRequestId = "5a1f0f2e-7f0e-4b6b-9a57-1f1d0f0b3a11";
  const first = await client.send({ ...WRITE, clientRequestId });
  await client.send(READ);
  await client.send(READ);
  const ids = stub.asked.map(({ headers }) => headers["client-request-id"]);
  expect(ids[0]).toBe(clientRequestId);
  expect(new Set(ids).size).toBe(3);
  expect(stub.asked.map(({ headers }) => headers["return-client-request-id"])).toEqual([
    "true",
    "true",
    "true",
  ]);
  expect(first).toMatchObject({ ok: true, trace: { requestId: "their-id", clientRequestId } });
});

describe("a tenant that refuses this product", () => {
  test("a wrong secret is told with the authority's code and what to do, and without the secret", async () => {
    stub.onToken = () => ({
      status: 401,
      body: {
        error: "invalid_client",
        error_description: "AADSTS7000215: Invalid client secret provided. Trace ID: t Correlation ID: c",
        error_codes: [7_000_215],
      },
    });
    const credential = { kind: "secret", clientId: CLIENT_ID, clientSecret: "hush-hush" } as const;
    const tenant = stub.tenant({ credential });
    opened.push(tenant);
    const answer = await tenant.readOrganization();
    expect(answer).toMatchObject({ problem: { code: "tokenRefused", verdict: "ask", status: 401 } });
    const text = JSON.stringify(answer);
    expect(text).toContain("AADSTS7000215");
    expect(text).toContain("AZURE_CLIENT_SECRET");
    expect(text).not.toContain("hush-hush");
    expect(stub.asked).toHaveLength(0);
  });

  test.each([429, 500, 503])("an authority that answers %i is asked again later", async (status) => {
    const body = { error: "temporarily_unavailable", error_description: "AADSTS90055: too many" };
    stub.onToken = () => ({ status, body });
    const tenant = stub.tenant();
    opened.push(tenant);
    expect(await tenant.readOrganization()).toMatchObject({
      problem: { code: "tokenUnavailable", verdict: "retry" },
    });
    expect(stub.tokensAsked).toHaveLength(1);
  });
});
