import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What clients are given as files, as the libraries read them. */
export interface ClientFileContents {
  /** The certificate that a client has to trust. */
  readonly caPem: string;
  /** The client's own certificate with its private key. */
  readonly clientCertificatePem: string;
  readonly federatedToken: string;
}

/** Where they are. */
export interface ClientFiles {
  readonly caFile: string;
  readonly clientCertificateFile: string;
  readonly federatedTokenFile: string;
  /** Takes them away again. */
  remove(): void;
}

/** Writes them into a new folder for temporary files; the certificate to trust goes where it was asked for, if it was. */
export function writeClientFiles(contents: ClientFileContents, wantedCaFile: string | null): ClientFiles {
  // First where it was asked for: if that cannot be written, nothing is left behind.
  if (wantedCaFile !== null) writeFileSync(wantedCaFile, contents.caPem, { mode: 0o644 });
  const folder = mkdtempSync(join(tmpdir(), "standdown-tenant-"));
  const caFile = wantedCaFile ?? join(folder, "ca.pem");
  const clientCertificateFile = join(folder, "client.pem");
  const federatedTokenFile = join(folder, "federated-token");
  if (wantedCaFile === null) writeFileSync(caFile, contents.caPem, { mode: 0o644 });
  writeFileSync(clientCertificateFile, contents.clientCertificatePem, { mode: 0o600 });
  writeFileSync(federatedTokenFile, contents.federatedToken, { mode: 0o600 });
  return {
    caFile,
    clientCertificateFile,
    federatedTokenFile,
    remove() {
      rmSync(caFile, { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
