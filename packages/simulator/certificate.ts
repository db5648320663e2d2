import { hostname } from "node:os";
import { generate } from "selfsigned";

/** A server certificate and the authority that signed it, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
  /** What a client has to trust. */
  readonly caPem: string;
}

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const SETTINGS = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** Makes an authority and a certificate for this machine's own names, both new. */
export async function createCertificate(now: Date): Promise<ServerCertificate> {
  const validity = { notBeforeDate: now, notAfterDate: new Date(now.getTime() + LIFETIME_MS) };
  const authority = await generate([{ name: "commonName", value: "Simulated tenant authority" }], {
    ...SETTINGS,
    ...validity,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: "commonName", value: "localhost" }], {
    ...SETTINGS,
    ...validity,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          // In a network of containers it is called by the name of its own.
          { type: 2, value: hostname() },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  return { key: server.private, cert: server.cert, caPem: authority.cert };
}
