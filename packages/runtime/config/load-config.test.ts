import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigurationError } from "./configuration-error.ts";
import type { Environment } from "./environment-reader.ts";
import { loadConfig, type ProcessKind } from "./load-config.ts";

const folder = mkdtempSync(join(tmpdir(), "standdown-config-"));
const callersFile = join(folder, "callers.json");
const caFile = join(folder, "ca.pem");
const certificateFile = join(folder, "client.pem");
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
writeFileSync(callersFile, "[]");
writeFileSync(caFile, PEM);
writeFileSync(certificateFile, PEM);
afterAll(() => rmSync(folder, { recursive: true }));

const TENANT = {
  AZURE_TENANT_ID: "11111111-1111-1111-1111-111111111111",
  AZURE_CLIENT_ID: "22222222-2222-2222-2222-222222222222",
};
const SERVERS = {
  DATABASE_URL: "postgresql://standdown:p%40ss@db.example:5433/standdown?sslmode=require",
  REDIS_URL: "rediss://:word@cache.example:6380/2",
};

function mistakesOf(environment: Environment, what: ProcessKind): Record<string, string> {
  try {
    loadConfig(environment, what);
    return {};
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.mistakes.map(({ variable, expected }) => [variable, expected]));
  }
}

describe("the configuration", () => {
  test("of the one-process form needs a tenant only, and everything else has its default", () => {
    expect(loadConfig(TENANT, "embedded")).toEqual({
      logLevel: "info",
      backend: { kind: "embedded" },
      dataDir: join(process.cwd(), ".standdown"),
      tenant: {
        tenantId: TENANT.AZURE_TENANT_ID,
        graphBaseUrl: "https://graph.microsoft.com",
        authorityHost: "https://login.microsoftonline.com",
        credential: { kind: "managedIdentity", clientId: TENANT.AZURE_CLIENT_ID },
        extraCaPem: null,
        pimMinimumAgeMs: 300_000,
        proofIntervalMs: 10_000,
      },
      callersFile: null,
      api: { host: "127.0.0.1", port: 8080 },
      status: { host: "127.0.0.1", port: 8081 },
      workerConcurrency: 50,
    });
  });

  test("takes what is said instead of the defaults", () => {
    const config = loadConfig(
      {
        ...TENANT,
        ...SERVERS,
        AZURE_CLIENT_SECRET: "word",
        AUTH_TOKENS_FILE: callersFile,
        API_HOST: "0.0.0.0",
        API_PORT: "0",
        GRAPH_BASE_URL: "https://localhost:8443/",
        AZURE_AUTHORITY_HOST: "https://localhost:8443",
        EXTRA_CA_FILE: caFile,
        LOG_LEVEL: "debug",
        PIM_MINIMUM_AGE: "PT3S",
        PROOF_INTERVAL: "PT0.5S",
      },
      "api",
    );
    expect(config).toEqual({
      logLevel: "debug",
      backend: { kind: "servers", databaseUrl: SERVERS.DATABASE_URL, redisUrl: SERVERS.REDIS_URL },
      tenant: {
        tenantId: TENANT.AZURE_TENANT_ID,
        graphBaseUrl: "https://localhost:8443",
        authorityHost: "https://localhost:8443",
        credential: { kind: "secret", clientId: TENANT.AZURE_CLIENT_ID, clientSecret: "word" },
        extraCaPem: PEM,
        pimMinimumAgeMs: 3000,
        proofIntervalMs: 500,
      },
      callersFile,
      api: { host: "0.0.0.0", port: 0 },
    });
  });

  test("enters the tenant with the one way that is given", () => {
    const credentialWith = (way: Environment) =>
      loadConfig({ ...TENANT, ...way }, "embedded").tenant.credential;
    const clientId = TENANT.AZURE_CLIENT_ID;
    expect(
      credentialWith({
        AZURE_CLIENT_CERTIFICATE_PATH: certificateFile,
        AZURE_CLIENT_CERTIFICATE_PASSWORD: "p",
      }),
    ).toEqual({
      kind: "certificate",
      clientId,
      certificatePath: certificateFile,
      certificatePassword: "p",
    });
    expect(credentialWith({ AZURE_FEDERATED_TOKEN_FILE: caFile })).toEqual({
      kind: "federated",
      clientId,
      tokenFilePath: caFile,
    });
    expect(credentialWith({ AZURE_CLIENT_ID: "" })).toEqual({ kind: "managedIdentity", clientId: null });
  });

  test("tells every mistake at once, each with its variable", () => {
    const mistakes = mistakesOf(
      {
        DATABASE_URL: "mysql://db.example",
        AZURE_TENANT_ID: "contoso.onmicrosoft.com",
        AZURE_CLIENT_SECRET: "word",
        AZURE_CLIENT_CERTIFICATE_PATH: join(folder, "missing.pem"),
        GRAPH_BASE_URL: "http://graph.example",
        EXTRA_CA_FILE: callersFile,
        AUTH_TOKENS_FILE: join(folder, "missing.json"),
        API_PORT: "80.5",
        STATUS_PORT: "65536",
        LOG_LEVEL: "loud",
        PIM_MINIMUM_AGE: "5 minutes",
        WORKER_CONCURRENCY: "0",
      },
      "embedded",
    );
    expect(Object.keys(mistakes).toSorted()).toEqual([
      "API_PORT",
      "AUTH_TOKENS_FILE",
      "AZURE_CLIENT_CERTIFICATE_PATH",
      "AZURE_CLIENT_CERTIFICATE_PATH, AZURE_CLIENT_SECRET",
      "AZURE_CLIENT_ID",
      "AZURE_TENANT_ID",
      "DATABASE_URL",
      "EXTRA_CA_FILE",
      "GRAPH_BASE_URL",
      "LOG_LEVEL",
      "PIM_MINIMUM_AGE",
      "REDIS_URL",
      "STATUS_PORT",
      "WORKER_CONCURRENCY",
    ]);
  });

  test("repeats no value in what it tells: it may be a secret in the wrong place", () => {
    const secret = "hunter2hunter2";
    const environment = Object.fromEntries(
      ["DATABASE_URL", "REDIS_URL", "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "EXTRA_CA_FILE", "API_PORT"].map(
        (variable) => [variable, secret],
      ),
    );
    let told = "";
    try {
      loadConfig(environment, "embedded");
    } catch (error) {
      told = String(error);
    }
    expect(told).toContain("API_PORT");
    expect(told).not.toContain(secret);
  });

  test.each([
    ["REDIS_URL", { DATABASE_URL: SERVERS.DATABASE_URL }],
    ["DATABASE_URL", { REDIS_URL: SERVERS.REDIS_URL }],
  ])("refuses one server without the other: %s is missing", (missing, environment) => {
    expect(Object.keys(mistakesOf({ ...TENANT, ...environment }, "embedded"))).toEqual([missing]);
  });

  test.each([
    ["api", ["AUTH_TOKENS_FILE", "AZURE_TENANT_ID", "DATABASE_URL", "REDIS_URL"]],
    ["status", ["AUTH_TOKENS_FILE", "DATABASE_URL", "REDIS_URL"]],
    ["worker", ["AZURE_TENANT_ID", "DATABASE_URL", "REDIS_URL"]],
    ["migrate", ["DATABASE_URL"]],
    ["embedded", ["AZURE_TENANT_ID"]],
  ] as const)("of %s alone asks for what it uses and for nothing else", (what, variables) => {
    expect(Object.keys(mistakesOf({}, what)).toSorted()).toEqual(variables);
  });
});
