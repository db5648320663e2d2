import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { CALLER_ROLES, type CallerRole } from "@standdown/contracts";
import { tokenSha256, type RegisteredCaller } from "@standdown/runtime";

/** One caller for each role, and the token of each. */
export function makeCallers(): {
  readonly callers: readonly RegisteredCaller[];
  readonly tokens: (role: CallerRole) => string;
} {
  const tokens = new Map(CALLER_ROLES.map((role) => [role, randomBytes(32).toString("base64url")]));
  const callers = [...tokens].map(([role, token]) => ({
    name: `the ${role}`,
    roles: [role],
    tokenSha256: tokenSha256(token),
  }));
  return { callers, tokens: (role) => tokens.get(role) ?? "" };
}

/** Writes them to a file, as a service reads it; answers with their tokens. */
export function writeCallers(path: string): (role: CallerRole) => string {
  const { callers, tokens } = makeCallers();
  writeFileSync(path, JSON.stringify(callers), { mode: 0o600 });
  return tokens;
}
