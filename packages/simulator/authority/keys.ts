import type { KeyObject } from "node:crypto";
import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint, exportJWK } from "jose";
import { generate } from "selfsigned";

/** A key that signs, and the name that its signatures carry. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What the authority and those that it trusts sign with. All of it is new at each start. */
export interface AuthorityKeys {
  /** Signs access tokens; published under `discovery/v2.0/keys`. */
  readonly tokens: SigningKey;
  /** Signs the tokens of workloads, as a cluster would that the application trusts. */
  readonly federation: SigningKey;
  /** Registered at the application. */
  readonly clientCertificate: { readonly keyPem: string; readonly certPem: string };
}

/** How long the client's certificate and its federated token are good for. */
export const CREDENTIAL_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const KEY_BITS = 2048;

async function createSigningKey(): Promise<SigningKey> {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: KEY_BITS });
  return { ...pair, kid: await calculateJwkThumbprint(await exportJWK(pair.publicKey)) };
}

/** A certificate that signs itself, as PEM with its key: what is registered at an application. */
export async function createClientCertificate(now: Date): Promise<AuthorityKeys["clientCertificate"]> {
  const made = await generate([{ name: "commonName", value: "Role migration" }], {
    keyType: "rsa",
    keySize: KEY_BITS,
    algorithm: "sha256",
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + CREDENTIAL_LIFETIME_MS),
  });
  return { keyPem: made.private, certPem: made.cert };
}

/** Makes all keys. */
export async function createAuthorityKeys(now: Date): Promise<AuthorityKeys> {
  const [tokens, federation, clientCertificate] = await Promise.all([
    createSigningKey(),
    createSigningKey(),
    createClientCertificate(now),
  ]);
  return { tokens, federation, clientCertificate };
}
