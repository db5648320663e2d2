import { randomBytes } from "node:crypto";
import type { Caller } from "./caller.ts";

/** An access token as the token endpoint gives it. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

interface Issued {
  readonly expiresAt: number;
  readonly caller: Caller;
}

/** The access tokens that were given out. Their life is of wall time: a tenant's clock that is moved ends no token. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  readonly #lifetimeMs: number;
  readonly #wallNow: () => number;

  constructor(lifetimeMs: number, wallNow: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#wallNow = wallNow;
  }

  /** A token for a caller, with what it says of itself. */
  issue(caller: Caller, claims: Readonly<Record<string, unknown>>): IssuedToken {
    const now = this.#wallNow();
    const expiresAt = now + this.#lifetimeMs;
    this.#forgetExpired(now);
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
    this.#issued.set(accessToken, { expiresAt, caller });
    return { accessToken, expiresInSeconds: Math.max(1, Math.floor(this.#lifetimeMs / 1000)) };
  }

  /** All live equally long: the first that has not expired ends the search. */
  #forgetExpired(now: number): void {
    for (const [token, issued] of this.#issued) {
      if (issued.expiresAt > now) return;
      this.#issued.delete(token);
    }
  }

  /** Who a token speaks for; null when it is unknown or has expired. */
  callerOf(accessToken: string): Caller | null {
    const issued = this.#issued.get(accessToken);
    return issued !== undefined && issued.expiresAt > this.#wallNow() ? issued.caller : null;
  }
}
