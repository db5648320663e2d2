import type { AccessToken, TokenCredential } from "@azure/identity";
import { tokenFailureOf } from "./token-failure.ts";

/** Tokens for Microsoft Graph. Both methods throw a `CallFailure` where there is none to be had. */
export interface TokenSource {
  /** The token in hand, or a new one shortly before it ends. */
  current(): Promise<string>;
  /** A newer token than the one that was refused; `claims` is what the refusal asked for. */
  renew(refused: string, claims: string | null): Promise<string>;
}

/** A new credential for each token: nothing of a former one is remembered, and rotated files are read anew. */
export type NewCredential = () => TokenCredential;

const REFRESH_EARLY_MS = 300_000;
const REFRESH_AGAIN_MS = 30_000;

/** Keeps one token, asked for once however many calls wait for it: asking the credential for each call is dear. */
export class CachedTokenSource implements TokenSource {
  readonly #options: {
    readonly newCredential: NewCredential;
    readonly scope: string;
    readonly timeoutMs: number;
    readonly now: () => Date;
  };
  #held: { readonly token: AccessToken; readonly refreshAtMs: number } | null = null;
  #pending: Promise<string> | null = null;

  constructor(options: {
    readonly newCredential: NewCredential;
    readonly scope: string;
    readonly timeoutMs: number;
    readonly now: () => Date;
  }) {
    this.#options = options;
  }

  async current(): Promise<string> {
    const nowMs = this.#options.now().getTime();
    const held = this.#held;
    if (held !== null && nowMs < held.refreshAtMs) return held.token.token;
    try {
      return await this.#acquireOnce(null);
    } catch (error) {
      if (held === null || nowMs + REFRESH_AGAIN_MS >= held.token.expiresOnTimestamp) throw error;
      this.#held = { ...held, refreshAtMs: nowMs + REFRESH_AGAIN_MS };
      return held.token.token;
    }
  }

  async renew(refused: string, claims: string | null): Promise<string> {
    const held = this.#held?.token.token;
    if (held !== undefined && held !== refused) return held;
    return await this.#acquireOnce(claims);
  }

  async #acquireOnce(claims: string | null): Promise<string> {
    this.#pending ??= this.#acquire(claims).finally(() => {
      this.#pending = null;
    });
    return await this.#pending;
  }

  async #acquire(claims: string | null): Promise<string> {
    const { newCredential, scope, timeoutMs, now } = this.#options;
    try {
      const abortSignal = AbortSignal.timeout(timeoutMs);
      const asked = newCredential().getToken(scope, { abortSignal, ...(claims === null ? {} : { claims }) });
      const token = await Promise.race([asked, whenAborted(abortSignal)]);
      if (token === null) throw new Error("the credential gave no token");
      const nowMs = now().getTime();
      const earlyMs = Math.min(REFRESH_EARLY_MS, (token.expiresOnTimestamp - nowMs) / 2);
      this.#held = { token, refreshAtMs: token.expiresOnTimestamp - earlyMs };
      return token.token;
    } catch (error) {
      throw tokenFailureOf(error).asError();
    }
  }
}

/** Not every credential heeds its signal. */
async function whenAborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
