import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A file with the certificate that a client has to trust. */
export interface CaFile {
  readonly path: string;
  /** Takes it away again. */
  remove(): void;
}

/** Writes the file: where it was asked for, else into a new folder for temporary files. */
export function writeCaFile(pem: string, wantedPath: string | null): CaFile {
  const path = wantedPath ?? join(mkdtempSync(join(tmpdir(), "standdown-tenant-")), "ca.pem");
  writeFileSync(path, pem, { mode: 0o644 });
  return {
    path,
    remove: () =>
      wantedPath === null
        ? rmSync(dirname(path), { recursive: true, force: true })
        : rmSync(path, { force: true }),
  };
}
