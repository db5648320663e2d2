import { readFileSync } from "node:fs";
import { CALLER_ROLES, type CallerRole } from "@standdown/contracts";

/** The bearer token to use for what a role does. */
export type Tokens = (role: CallerRole) => string;

/** One token for everything: its owner has all the roles that are needed, or is refused. */
export function oneToken(token: string): Tokens {
  return () => token;
}

/**
 * The tokens of a file: a JSON object with a token for each role, as the embedded form writes it.
 * @throws Error that names the file; never what it holds.
 */
export function readTokens(path: string): Tokens {
  const tokens = tokensIn(path);
  return (role) => {
    const token = tokens.get(role);
    if (token === undefined) throw new Error(`${path} has no token for the role ${role}`);
    return token;
  };
}

function tokensIn(path: string): ReadonlyMap<string, string> {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} can't be read as a file of tokens`, { cause: error });
  }
  if (typeof document !== "object" || document === null) throw new Error(`${path} is no file of tokens`);
  const entries = Object.entries(document).filter(
    (entry): entry is [string, string] =>
      CALLER_ROLES.some((role) => role === entry[0]) && typeof entry[1] === "string",
  );
  return new Map(entries);
}
