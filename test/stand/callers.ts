import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { CALLER_ROLES, type CallerRole } from "@standdown/contracts";
import { tokenSha256 } from "@standdown/runtime";

/** Writes a file with one caller for each role, as a service reads it; answers with their tokens. */
export function writeCallers(path: string): (role: CallerRole) => string {
  const tokens = new Map(CALLER_ROLES.map((role) => [role, randomBytes(32).toString("base64url")]));
  const callers = [...tokens].map(([role, token]) => ({
    name: `the ${role}`,
    roles: [role],
    tokenSha256: tokenSha256(token),
  }));
  writeFileSync(path, JSON.stringify(callers), { mode: 0o600 });
  return (role) => tokens.get(role) ?? "";
}
