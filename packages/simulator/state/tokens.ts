import { randomBytes } from "node:crypto";

/** An access token as the token endpoint gives it. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** The access tokens that were given out. Their life is of wall time: a tenant's clock that is moved ends no token. */
export class Tokens {
  readonly #expiresAt = new Map<string, number>();
  readonly #lifetimeMs: number;
  readonly #wallNow: () => number;

  constructor(lifetimeMs: number, wallNow: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#wallNow = wallNow;
  }

  issue(claims: Readonly<Record<string, unknown>>): IssuedToken {
    const now = this.#wallNow();
    const expiresAt = now + this.#lifetimeMs;
    for (const [token, endsAt] of this.#expiresAt) if (endsAt <= now) this.#expiresAt.delete(token);
    const times = {
      iat: Math.floor(now / 1000),
      nbf: Math.floor(now / 1000),
      exp: Math.floor(expiresAt / 1000),
    };
    const accessToken = [
      part({ typ: "JWT", alg: "RS256", kid: "simulated" }),
      part({ ...claims, ...times }),
      randomBytes(32).toString("base64url"),
    ].join(".");
    this.#expiresAt.set(accessToken, expiresAt);
    return { accessToken, expiresInSeconds: Math.max(1, Math.floor(this.#lifetimeMs / 1000)) };
  }

  isValid(accessToken: string): boolean {
    return (this.#expiresAt.get(accessToken) ?? 0) > this.#wallNow();
  }
}
