import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
  type TokenCredential,
} from "@azure/identity";
import type { TenantConfig } from "@standdown/runtime";
import { trustedRoots } from "./trusted-roots.ts";

/** Who enters which tenant, through which authority. */
export type CredentialOptions = Pick<
  TenantConfig,
  "tenantId" | "authorityHost" | "credential" | "extraCaPem"
>;

/** The authorities that Microsoft runs: any other one can't be looked up with Microsoft first. */
const MICROSOFT_AUTHORITIES: ReadonlySet<string> = new Set([
  "login.microsoftonline.com",
  "login.microsoftonline.us",
  "login.chinacloudapi.cn",
  "login.partner.microsoftonline.cn",
]);

/**
 * The credential that the configuration asks for. It asks for nothing yet. It repeats nothing by itself: whoever
 * asked decides when to ask again.
 */
export function createCredential(options: CredentialOptions): TokenCredential {
  const { tenantId, authorityHost, credential, extraCaPem } = options;
  const roots = trustedRoots(extraCaPem);
  const common = {
    authorityHost,
    disableInstanceDiscovery: !MICROSOFT_AUTHORITIES.has(new URL(authorityHost).hostname),
    retryOptions: { maxRetries: 0 },
    ...(roots === undefined ? {} : { tlsOptions: { ca: [...roots] } }),
  };
  switch (credential.kind) {
    case "secret":
      return new ClientSecretCredential(tenantId, credential.clientId, credential.clientSecret, common);
    case "certificate": {
      const { certificatePath, certificatePassword } = credential;
      const password = certificatePassword === null ? {} : { certificatePassword };
      return new ClientCertificateCredential(
        tenantId,
        credential.clientId,
        { certificatePath, ...password },
        common,
      );
    }
    case "federated": {
      const { clientId, tokenFilePath } = credential;
      return new WorkloadIdentityCredential({ ...common, tenantId, clientId, tokenFilePath });
    }
    case "managedIdentity":
      return new ManagedIdentityCredential(
        credential.clientId === null ? {} : { clientId: credential.clientId },
      );
  }
}
