import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { CALLER_ROLES, type CallerRole } from "@standdown/contracts";
import { tokenSha256, type RegisteredCaller } from "@standdown/runtime";

/** Callers as a service registers them, and what they show. */
export type Callers = {
  readonly callers: readonly RegisteredCaller[];
  readonly tokens: (role: CallerRole) => string;
  /** The same with another approver. */
  readonly otherTokens: (role: CallerRole) => string;
};

/** One caller for each role, a second approver, and the token of each. */
export function makeCallers(): Callers {
  const tokens = new Map(CALLER_ROLES.map((role) => [role, newToken()]));
  const other = newToken();
  const callers: RegisteredCaller[] = [...tokens].map(([role, token]) =>
    callerOf(`the ${role}`, role, token),
  );
  const tokenOf = (role: CallerRole): string => tokens.get(role) ?? "";
  return {
    callers: [...callers, callerOf("the other approver", "approver", other)],
    tokens: tokenOf,
    otherTokens: (role) => (role === "approver" ? other : tokenOf(role)),
  };
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}

function callerOf(name: string, role: CallerRole, token: string): RegisteredCaller {
  return { name, roles: [role], tokenSha256: tokenSha256(token) };
}

/** Writes them to a file, as a service reads it. */
export function writeCallers(path: string): Callers {
  const made = makeCallers();
  writeFileSync(path, JSON.stringify(made.callers), { mode: 0o600 });
  return made;
}
