import type { EnvironmentReader } from "./environment-reader.ts";

/** How this product proves to the tenant who it is. `managedIdentity` has a client id when it is user-assigned. */
export type CredentialConfig =
  | { readonly kind: "secret"; readonly clientId: string; readonly clientSecret: string }
  | {
      readonly kind: "certificate";
      readonly clientId: string;
      readonly certificatePath: string;
      readonly certificatePassword: string | null;
    }
  | { readonly kind: "federated"; readonly clientId: string; readonly tokenFilePath: string }
  | { readonly kind: "managedIdentity"; readonly clientId: string | null };

/** Where the tenant is and how it is entered. `extraCaPem` is trusted besides the system's roots, never instead. */
export type TenantConfig = {
  readonly tenantId: string;
  readonly graphBaseUrl: string;
  readonly authorityHost: string;
  readonly credential: CredentialConfig;
  readonly extraCaPem: string | null;
  /** Microsoft's five-minute rule: how old an active assignment must be before it can be removed. */
  readonly pimMinimumAgeMs: number;
  /** The distance between two agreeing reads. */
  readonly proofIntervalMs: number;
};

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CREDENTIAL_VARIABLES = [
  "AZURE_CLIENT_CERTIFICATE_PATH",
  "AZURE_CLIENT_SECRET",
  "AZURE_FEDERATED_TOKEN_FILE",
] as const;

export function readTenantConfig(reader: EnvironmentReader): TenantConfig {
  const tenantId = reader.required("AZURE_TENANT_ID", "the id of the Microsoft Entra tenant");
  if (tenantId !== "" && !GUID.test(tenantId)) {
    reader.note("AZURE_TENANT_ID", "must be the tenant's id (a GUID), not one of its domain names");
  }
  return {
    tenantId,
    graphBaseUrl: httpsUrl(reader, "GRAPH_BASE_URL", "https://graph.microsoft.com"),
    authorityHost: httpsUrl(reader, "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com"),
    credential: readCredential(reader),
    extraCaPem: readExtraCa(reader),
    pimMinimumAgeMs: reader.durationMs("PIM_MINIMUM_AGE", "PT5M"),
    proofIntervalMs: reader.durationMs("PROOF_INTERVAL", "PT10S"),
  };
}

function httpsUrl(reader: EnvironmentReader, variable: string, otherwise: string): string {
  return reader.url(variable, { protocols: ["https:"], example: otherwise }) ?? otherwise;
}

function readExtraCa(reader: EnvironmentReader): string | null {
  const pem = reader.fileText("EXTRA_CA_FILE");
  if (pem !== null && !pem.includes("-----BEGIN CERTIFICATE-----")) {
    reader.note("EXTRA_CA_FILE", "must hold at least one certificate in PEM form");
  }
  return pem;
}

function readCredential(reader: EnvironmentReader): CredentialConfig {
  const given = CREDENTIAL_VARIABLES.filter((variable) => reader.optional(variable) !== null);
  if (given.length > 1) {
    reader.note(given.join(", "), "are ways to do the same; set one of them only");
  }
  const [way] = given;
  if (way === undefined) {
    return { kind: "managedIdentity", clientId: clientIdIn(reader, reader.optional("AZURE_CLIENT_ID")) };
  }
  const clientId =
    clientIdIn(reader, reader.required("AZURE_CLIENT_ID", "the client id of the app registration")) ?? "";
  switch (way) {
    case "AZURE_CLIENT_CERTIFICATE_PATH":
      return {
        kind: "certificate",
        clientId,
        certificatePath: reader.filePath(way) ?? "",
        certificatePassword: reader.optional("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
      };
    case "AZURE_CLIENT_SECRET":
      return { kind: "secret", clientId, clientSecret: reader.optional(way) ?? "" };
    case "AZURE_FEDERATED_TOKEN_FILE":
      return { kind: "federated", clientId, tokenFilePath: reader.filePath(way) ?? "" };
  }
}

function clientIdIn(reader: EnvironmentReader, value: string | null): string | null {
  if (value !== null && value !== "" && !GUID.test(value)) {
    reader.note("AZURE_CLIENT_ID", "must be a GUID");
  }
  return value;
}
