import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TokenCredential } from "@azure/identity";
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import type { Client, PageCollection } from "@microsoft/microsoft-graph-client";
import { BatchRequestContent, BatchResponseContent, PageIterator } from "@microsoft/microsoft-graph-client";
import { Agent, fetch } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createClientCertificate } from "./authority/keys.ts";
import { objectsAt, parseObject, textAt } from "./testing/json.ts";
import { createOfficialClient, GRAPH_SCOPE } from "./testing/official-client.ts";
import type { RunningSimulator } from "./testing/process.ts";
import { startSimulator } from "./testing/process.ts";
import type { StateRow } from "./testing/standing-rows.ts";
import { findUntouched } from "./testing/standing-rows.ts";

const ROLES = "/roleManagement/directory";
const ELIGIBILITY_REQUESTS = `${ROLES}/roleEligibilityScheduleRequests`;

let simulator: RunningSimulator;
let dispatcher: Agent;

beforeAll(async () => {
  const quick = ["--minimum-age", "PT0S", "--profile", "ideal"];
  simulator = await startSimulator(["--seed", "7", "--admins", "120", ...quick]);
  dispatcher = new Agent({ connect: { ca: simulator.caPem } });
});

afterAll(async () => {
  await dispatcher.close();
  await simulator.stop();
});

beforeEach(() => {
  vi.stubEnv("IDENTITY_ENDPOINT", simulator.announcement.identityEndpoint);
  vi.stubEnv("IDENTITY_HEADER", simulator.announcement.identityHeader);
  return () => vi.unstubAllEnvs();
});

/** What every credential is told of a local authority. */
function toAuthority() {
  return {
    authorityHost: simulator.announcement.authorityHost,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: simulator.caPem },
    retryOptions: { maxRetries: 0 },
  };
}

function withSecret(secret: string): TokenCredential {
  const { tenantId, clientId } = simulator.announcement;
  return new ClientSecretCredential(tenantId, clientId, secret, toAuthority());
}

function withCertificate(certificatePath: string): TokenCredential {
  const { tenantId, clientId } = simulator.announcement;
  return new ClientCertificateCredential(tenantId, clientId, { certificatePath }, toAuthority());
}

function withTokenFile(tokenFilePath: string): TokenCredential {
  const { tenantId, clientId } = simulator.announcement;
  return new WorkloadIdentityCredential({ ...toAuthority(), tenantId, clientId, tokenFilePath });
}

const CREDENTIALS = [
  ["ClientSecretCredential", () => withSecret(simulator.announcement.clientSecret)],
  ["ClientCertificateCredential", () => withCertificate(simulator.announcement.clientCertificateFile)],
  ["WorkloadIdentityCredential", () => withTokenFile(simulator.announcement.federatedTokenFile)],
  ["ManagedIdentityCredential", () => new ManagedIdentityCredential()],
  [
    "ManagedIdentityCredential by client id",
    () => new ManagedIdentityCredential({ clientId: simulator.announcement.clientId }),
  ],
] as const;

/**
 * Asks anew. Credentials keep a token until they believe it to be over; those of a managed identity share it in the whole
 * process, so the endpoint is asked past the library.
 */
function askAnew(name: string, makeCredential: () => TokenCredential): TokenCredential {
  if (!name.startsWith("ManagedIdentity")) return makeCredential();
  return {
    async getToken() {
      const { identityEndpoint, identityHeader } = simulator.announcement;
      const search = "api-version=2019-08-01&resource=https://graph.microsoft.com";
      const headers = { "x-identity-header": identityHeader };
      const answer = await fetch(`${identityEndpoint}?${search}`, { headers });
      const body = parseObject(await answer.text());
      return {
        token: textAt(body, "access_token"),
        expiresOnTimestamp: Number(textAt(body, "expires_on")) * 1000,
      };
    },
  };
}

function clientWith(credential: TokenCredential): Client {
  return createOfficialClient(simulator.announcement.graphBaseUrl, credential, dispatcher);
}

/** Reads a list to its end with the library's own iterator; how many rows and requests that were. */
async function readAll(client: Client, path: string): Promise<{ rows: number; ids: Set<string> }> {
  const first: PageCollection = await client.api(path).get();
  expect(first["@odata.nextLink"]).toMatch(/^https:\/\/localhost:/u);
  const ids = new Set<string>();
  let rows = 0;
  const iterator = new PageIterator(client, first, (row: unknown) => {
    rows += 1;
    ids.add(textAt(parseObject(JSON.stringify(row)), "id"));
    return true;
  });
  await iterator.iterate();
  return { rows, ids };
}

function assignment(row: StateRow, startDateTime: string): Record<string, unknown> {
  return {
    action: "adminAssign",
    justification: "A reason",
    principalId: row.principalId,
    roleDefinitionId: row.roleDefinitionId,
    directoryScopeId: row.directoryScopeId,
    scheduleInfo: { startDateTime, expiration: { type: "noExpiration" } },
  };
}

describe.each(CREDENTIALS)("the official client with %s", (name, makeCredential) => {
  let client: Client;

  beforeEach(() => {
    client = clientWith(makeCredential());
  });

  test("reads lists over several pages", async () => {
    const { rows, ids } = await readAll(client, "/users?$top=50&$select=id");
    expect(rows).toBe(ids.size);
    expect(rows).toBeGreaterThan(120);
  });

  test("writes a request for a schedule, and what it wrote is listed", async () => {
    const row = await findUntouched(simulator, "tenant");
    const made: unknown = await client
      .api(ELIGIBILITY_REQUESTS)
      .post(assignment(row, new Date().toISOString()));
    expect(made).toMatchObject({ status: "Provisioned", principalId: row.principalId });
    const filter = `principalId eq '${row.principalId}' and roleDefinitionId eq '${row.roleDefinitionId}'`;
    const list: unknown = await client.api(`${ROLES}/roleEligibilityScheduleInstances`).filter(filter).get();
    expect(list).toMatchObject({ value: [{ principalId: row.principalId }] });
  });

  test("cancels a request that waits for its start", async () => {
    const row = await findUntouched(simulator, "tenant");
    const later = new Date(Date.now() + 86_400_000).toISOString();
    const made: unknown = await client.api(ELIGIBILITY_REQUESTS).post(assignment(row, later));
    expect(made).toMatchObject({ status: "Granted" });
    const path = `${ELIGIBILITY_REQUESTS}/${textAt(parseObject(JSON.stringify(made)), "id")}`;
    await client.api(`${path}/cancel`).post({});
    expect(await client.api(path).get()).toMatchObject({ status: "Canceled" });
  });

  test("reads role settings with their rules", async () => {
    const list: unknown = await client
      .api("/policies/roleManagementPolicyAssignments")
      .filter("scopeId eq '/' and scopeType eq 'DirectoryRole'")
      .expand("policy($expand=rules)")
      .get();
    const [first = {}] = objectsAt(parseObject(JSON.stringify(list)), "value");
    expect(first["policy"]).toMatchObject({ rules: { length: 17 } });
  });

  test("asks for several things in one batch, each with its own answer", async () => {
    const batch = new BatchRequestContent([
      { id: "1", request: new Request("https://localhost/organization") },
      { id: "2", request: new Request("https://localhost/users/nobody") },
    ]);
    const answer = await client.api("/$batch").post(await batch.getContent());
    const responses = new BatchResponseContent(answer);
    expect(responses.getResponseById("1").status).toBe(200);
    expect(responses.getResponseById("2").status).toBe(404);
    expect(await responses.getResponseById("2").json()).toMatchObject({
      error: { code: "Request_ResourceNotFound" },
    });
  });

  test("throws what the service refuses, with its code", async () => {
    await expect(client.api("/users/nobody").get()).rejects.toMatchObject({
      statusCode: 404,
      code: "Request_ResourceNotFound",
    });
  });

  test("is refused with 401 when its token ends in the middle, and goes on with a new one", async () => {
    const first: PageCollection = await client.api("/users?$top=50").get();
    const next = first["@odata.nextLink"] ?? "";
    await simulator.control("POST", "/tokens/expire");
    await expect(client.api(next).get()).rejects.toMatchObject({
      statusCode: 401,
      code: "InvalidAuthenticationToken",
    });
    const second: PageCollection = await clientWith(askAnew(name, makeCredential)).api(next).get();
    expect(second.value.length).toBeGreaterThan(0);
  });
});

/** The certificate of a file that has the key too. */
function certificateOf(file: string): string {
  const pem = readFileSync(file, "utf8");
  return pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----"));
}

describe("the libraries are refused", () => {
  test("for a wrong secret", async () => {
    await expect(withSecret("wrong").getToken(GRAPH_SCOPE)).rejects.toThrow("AADSTS7000215");
    await expect(clientWith(withSecret("wrong")).api("/users").get()).rejects.toThrow("AADSTS7000215");
  });

  test("for a certificate that is not registered", async () => {
    const { keyPem, certPem } = await createClientCertificate(new Date());
    const folder = dirname(simulator.announcement.clientCertificateFile);
    const strange = join(folder, "strange.pem");
    writeFileSync(strange, `${keyPem}\n${certPem}`, { mode: 0o600 });
    await expect(withCertificate(strange).getToken(GRAPH_SCOPE)).rejects.toThrow("AADSTS700027");
  });

  test("for a registered certificate with another key", async () => {
    const certPem = certificateOf(simulator.announcement.clientCertificateFile);
    const { keyPem } = await createClientCertificate(new Date());
    const mixed = join(dirname(simulator.announcement.clientCertificateFile), "mixed.pem");
    writeFileSync(mixed, `${keyPem}\n${certPem}`, { mode: 0o600 });
    await expect(withCertificate(mixed).getToken(GRAPH_SCOPE)).rejects.toThrow("AADSTS700027");
  });

  test("for a token file that nobody trusts", async () => {
    const file = join(dirname(simulator.announcement.federatedTokenFile), "strange-token");
    const parts = [{ alg: "RS256" }, { iss: "https://elsewhere/", sub: "x" }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    writeFileSync(file, [...parts, "AAAA"].join("."));
    await expect(withTokenFile(file).getToken(GRAPH_SCOPE)).rejects.toThrow("AADSTS700211");
  });

  test("in another tenant", async () => {
    const { clientId, clientSecret } = simulator.announcement;
    const elsewhere = "00000000-0000-4000-8000-000000000000";
    const credential = new ClientSecretCredential(elsewhere, clientId, clientSecret, toAuthority());
    await expect(credential.getToken(GRAPH_SCOPE)).rejects.toThrow("AADSTS90002");
  });

  test("by a client that does not trust the certificate", async () => {
    const { tenantId, clientId, clientSecret, authorityHost } = simulator.announcement;
    const credential = new ClientSecretCredential(tenantId, clientId, clientSecret, {
      authorityHost,
      disableInstanceDiscovery: true,
      retryOptions: { maxRetries: 0 },
    });
    await expect(credential.getToken(GRAPH_SCOPE)).rejects.toThrow(/certificate|endpoints_resolution/u);
  });
});
