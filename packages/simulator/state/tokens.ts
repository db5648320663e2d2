import { randomBytes } from "node:crypto";
import { SignJWT } from "jose";
import type { SigningKey } from "../authority/keys.ts";
import type { Caller } from "./caller.ts";

/** An access token as the token endpoint gives it. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface Issued {
  readonly expiresAt: number;
  readonly caller: Caller;
}

/** What tokens are made with. */
export interface TokenOptions {
  readonly lifetimeMs: number;
  readonly wallNow: () => number;
  readonly signingKey: SigningKey;
}

/** The access tokens that were given out. Their life is of wall time: a tenant's clock that is moved ends no token. */
export class Tokens {
  readonly signingKey: SigningKey;
  readonly #issued = new Map<string, Issued>();
  readonly #lifetimeMs: number;
  readonly #wallNow: () => number;

  constructor(options: TokenOptions) {
    this.signingKey = options.signingKey;
    this.#lifetimeMs = options.lifetimeMs;
    this.#wallNow = options.wallNow;
  }

  /** A token for a caller, with what it says of itself. */
  async issue(caller: Caller, claims: Readonly<Record<string, unknown>>): Promise<IssuedToken> {
    const now = this.#wallNow();
    const expiresAt = now + this.#lifetimeMs;
    for (const [token, issued] of this.#issued) if (issued.expiresAt <= now) this.#issued.delete(token);
    // Without an id of its own, two tokens of one second would be one.
    const accessToken = await new SignJWT({ ...claims, uti: randomBytes(16).toString("base64url") })
      .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: this.signingKey.kid })
      .setIssuedAt(new Date(now))
      .setNotBefore(new Date(now))
      .setExpirationTime(new Date(expiresAt))
      .sign(this.signingKey.privateKey);
    this.#issued.set(accessToken, { expiresAt, caller });
    return {
      accessToken,
      expiresInSeconds: Math.max(1, Math.floor(this.#lifetimeMs / 1000)),
      expiresAt,
    };
  }

  /** Ends the life of a token now. */
  expire(accessToken: string): void {
    this.#issued.delete(accessToken);
  }

  /** Who a token speaks for; null when it is unknown or has expired. */
  callerOf(accessToken: string): Caller | null {
    const issued = this.#issued.get(accessToken);
    return issued !== undefined && issued.expiresAt > this.#wallNow() ? issued.caller : null;
  }

  /** Ends all tokens at this moment; answers how many that were. */
  expireAll(): number {
    const count = this.#issued.size;
    this.#issued.clear();
    return count;
  }
}
