import { getCACertificates } from "node:tls";

/**
 * The certificate authorities to trust: Node's own (its bundle, and what `NODE_EXTRA_CA_CERTS` or
 * `--use-system-ca` add) and the ones given. Undefined without any given. A list that is handed to TLS replaces
 * Node's, so it must name all of them.
 */
export function trustedRoots(extraCaPem: string | null): readonly string[] | undefined {
  return extraCaPem === null ? undefined : [...getCACertificates("default"), extraCaPem];
}
