import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CLIENT_ID, StubGraph } from "../testing/stub-graph.ts";
import { trustedRoots } from "./trusted-roots.ts";

let stub: StubGraph;
let folder: string;

beforeAll(async () => {
  stub = await StubGraph.start();
  stub.onGraph = () => ({ body: { value: [{ id: "the-tenant", displayName: "Contoso" }] } });
  folder = mkdtempSync(join(tmpdir(), "credential-"));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stub.close();
});

describe("a tenant is entered, through an authority of one's own and its private certificate, with", () => {
  test("a secret", async () => {
    await enter({ kind: "secret", clientId: CLIENT_ID, clientSecret: "hush-hush" });
    expect(lastTokenRequest().get("client_secret")).toBe("hush-hush");
  });

  test("a certificate", async () => {
    const pems = await generate([{ name: "commonName", value: "app" }], { algorithm: "sha256" });
    const certificatePath = join(folder, "app.pem");
    writeFileSync(certificatePath, `${pems.private}\n${pems.cert}`);
    await enter({ kind: "certificate", clientId: CLIENT_ID, certificatePath, certificatePassword: null });
    expect(lastTokenRequest().get("client_assertion")?.split(".")).toHaveLength(3);
  });

  test("a federated token", async () => {
    const tokenFilePath = join(folder, "token");
    writeFileSync(tokenFilePath, "from-the-platform");
    await enter({ kind: "federated", clientId: CLIENT_ID, tokenFilePath });
    expect(lastTokenRequest().get("client_assertion")).toBe("from-the-platform");
  });
});

test("a managed identity is asked for at the platform's own endpoint", async () => {
  const asked: string[] = [];
  const platform = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("content-type", "application/json");
    const endsAt = Math.floor(Date.now() / 1000) + 3600;
    response.end(
      JSON.stringify({ access_token: "from-the-platform", expires_on: endsAt, token_type: "Bearer" }),
    );
  });
  await new Promise<void>((resolve) => {
    platform.listen(0, "127.0.0.1", resolve);
  });
  const address = platform.address();
  const port = typeof address === "object" ? address?.port : undefined;
  vi.stubEnv("IDENTITY_ENDPOINT", `http://127.0.0.1:${port}/token`);
  vi.stubEnv("IDENTITY_HEADER", "header");
  const tenant = stub.tenant({ credential: { kind: "managedIdentity", clientId: CLIENT_ID } });
  expect(await tenant.readOrganization()).toMatchObject({ ok: true });
  expect(stub.asked.at(-1)?.headers["authorization"]).toBe("Bearer from-the-platform");
  expect(asked.join()).toContain(CLIENT_ID);
  vi.unstubAllEnvs();
  await tenant.close();
  await new Promise((resolve) => {
    platform.close(resolve);
  });
});

test("a federated token that can't be read is a matter for a person", async () => {
  const tokenFilePath = join(folder, "nothing");
  const tenant = stub.tenant({ credential: { kind: "federated", clientId: CLIENT_ID, tokenFilePath } });
  expect(await tenant.readOrganization()).toMatchObject({
    problem: { code: "tokenRefused", verdict: "ask" },
  });
  await tenant.close();
});

test("a private authority is trusted besides the public ones, never instead", () => {
  const roots = trustedRoots("mine") ?? [];
  expect(roots).toContain("mine");
  expect(roots.length).toBeGreaterThan(50);
  expect(trustedRoots(null)).toBeUndefined();
});

async function enter(
  credential: NonNullable<Parameters<StubGraph["tenant"]>[0]>["credential"],
): Promise<void> {
  const tenant = stub.tenant(credential === undefined ? {} : { credential });
  const answer = await tenant.readOrganization();
  expect(answer).toMatchObject({ ok: true, value: { tenantId: "the-tenant", displayName: "Contoso" } });
  expect(lastTokenRequest().get("scope")).toContain(`${stub.origin}/.default`);
  expect(lastTokenRequest().get("client_id")).toBe(CLIENT_ID);
  await tenant.close();
}

function lastTokenRequest(): URLSearchParams {
  return stub.tokensAsked.at(-1) ?? new URLSearchParams();
}
