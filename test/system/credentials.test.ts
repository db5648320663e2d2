import { readFileSync } from "node:fs";
import type { SimulatedTenant } from "@standdown/cli/demo";
import { createTenant, type GraphTenant, type TenantOptions } from "@standdown/graph";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startSmallTenant } from "../stand/tenant.ts";

type Credential = TenantOptions["credential"];

let simulated: SimulatedTenant;

beforeAll(async () => {
  simulated = await startSmallTenant({ source: { admins: 20 } });
  vi.stubEnv("IDENTITY_ENDPOINT", simulated.address.identityEndpoint);
  vi.stubEnv("IDENTITY_HEADER", simulated.address.identityHeader);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await simulated.process.stop();
});

function enterWith(credential: Credential): GraphTenant {
  const { tenantId, graphBaseUrl, authorityHost, caFile } = simulated.address;
  const extraCaPem = readFileSync(caFile, "utf8");
  return createTenant({ tenantId, graphBaseUrl, authorityHost, extraCaPem, credential });
}

const WAYS: readonly (readonly [name: string, credential: () => Credential])[] = [
  [
    "a secret",
    () => ({
      kind: "secret",
      clientId: simulated.address.clientId,
      clientSecret: simulated.address.clientSecret,
    }),
  ],
  [
    "a certificate",
    () => ({
      kind: "certificate",
      clientId: simulated.address.clientId,
      certificatePath: simulated.address.clientCertificateFile,
      certificatePassword: null,
    }),
  ],
  [
    "a federated token",
    () => ({
      kind: "federated",
      clientId: simulated.address.clientId,
      tokenFilePath: simulated.address.federatedTokenFile,
    }),
  ],
  ["a managed identity", () => ({ kind: "managedIdentity", clientId: null })],
];

test.each(WAYS)("the tenant is entered and read with %s", async (_name, credential) => {
  const tenant = enterWith(credential());
  const { tenantId } = simulated.address;
  expect(await tenant.readOrganization()).toMatchObject({ ok: true, value: { tenantId } });
  const { answer } = await tenant.readListed("assignments", null);
  expect(answer.ok && answer.value.page.rows.length).toBeGreaterThan(20);
  await tenant.close();
});

test.each<readonly [name: string, credential: () => Credential]>([
  ["a wrong secret", () => ({ kind: "secret", clientId: simulated.address.clientId, clientSecret: "wrong" })],
  [
    "a token file that nobody trusts",
    () => ({
      kind: "federated",
      clientId: simulated.address.clientId,
      tokenFilePath: simulated.address.caFile,
    }),
  ],
])("%s is a matter for a person, not something to repeat", async (_name, credential) => {
  const tenant = enterWith(credential());
  expect(await tenant.readOrganization()).toMatchObject({
    ok: false,
    problem: { code: "tokenRefused", verdict: "ask" },
  });
  await tenant.close();
});

test("a token that ends in the middle is replaced, and the work goes on", async () => {
  const { clientId, clientSecret } = simulated.address;
  const tenant = enterWith({ kind: "secret", clientId, clientSecret });
  expect(await tenant.readOrganization()).toMatchObject({ ok: true });
  await fetch(new URL("/tokens/expire", simulated.address.controlUrl), { method: "POST" });
  expect(await tenant.readOrganization()).toMatchObject({ ok: true });
  await tenant.close();
});
