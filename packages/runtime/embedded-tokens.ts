import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CALLER_ROLES, tokenSha256, type CallerRole, type RegisteredCaller } from "./callers.ts";

/** One token for each role. */
export type EmbeddedTokens = Readonly<Record<CallerRole, string>>;

/** The callers of the embedded form, each with one role, and where their tokens can be read. */
export type EmbeddedCallers = {
  readonly callers: readonly RegisteredCaller[];
  readonly tokens: EmbeddedTokens;
  readonly path: string;
};

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * Makes one random token for each role and writes them to `tokens.json` in the data folder, for its owner only.
 * A file that is there and whole is used again, so that a restart does not turn anybody out.
 */
export function writeEmbeddedTokens(dataDir: string): EmbeddedCallers {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, "tokens.json");
  const tokens = readTokens(path) ?? makeTokens(path);
  chmodSync(path, 0o600);
  const callers = CALLER_ROLES.map((role) => ({
    name: `embedded-${role}`,
    roles: [role],
    tokenSha256: tokenSha256(tokens[role]),
  }));
  return { callers, tokens, path };
}

function makeTokens(path: string): EmbeddedTokens {
  const tokens = tokensOf(() => randomBytes(TOKEN_BYTES).toString("base64url"));
  // Written beside and renamed: a reader never sees half a file, and a crash leaves the old one or the new one.
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  renameSync(draft, path);
  return tokens;
}

function readTokens(path: string): EmbeddedTokens | null {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
  if (typeof document !== "object" || document === null) return null;
  const found = new Map(Object.entries(document).map(([role, token]) => [role, String(token)]));
  const tokens = tokensOf((role) => found.get(role) ?? "");
  const values = Object.values(tokens);
  const areWhole = values.every((token) => TOKEN.test(token)) && new Set(values).size === values.length;
  return areWhole ? tokens : null;
}

function tokensOf(tokenFor: (role: CallerRole) => string): EmbeddedTokens {
  return {
    author: tokenFor("author"),
    approver: tokenFor("approver"),
    operator: tokenFor("operator"),
    helpdesk: tokenFor("helpdesk"),
    auditor: tokenFor("auditor"),
    killSwitch: tokenFor("killSwitch"),
  };
}
