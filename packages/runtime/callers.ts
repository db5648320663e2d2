import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

/** What a caller may be. */
export const CALLER_ROLES = ["author", "approver", "operator", "helpdesk", "auditor", "killSwitch"] as const;
/** One of {@link CALLER_ROLES}. */
export type CallerRole = (typeof CALLER_ROLES)[number];

/** A person or a pipeline that was recognised. */
export type Caller = { readonly name: string; readonly roles: readonly CallerRole[] };

/** A caller as it is kept: the SHA-256 of the token in lower-case hexadecimal, never the token. */
export type RegisteredCaller = Caller & { readonly tokenSha256: string };

/** Tells who a bearer token belongs to; null where it is nobody's. */
export type Authenticate = (bearerToken: string) => Caller | null;

/**
 * The callers of a file: a JSON array of `{ name, roles, tokenSha256 }`.
 * @throws Error that says everything that is wrong with the file; what it holds is not repeated.
 */
export function loadCallers(path: string): RegisteredCaller[] {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read as JSON`, { cause: error });
  }
  const mistakes: string[] = [];
  const callers = callersIn(document, mistakes);
  if (mistakes.length > 0) throw new Error(`${path} cannot be used: ${mistakes.join("; ")}`);
  return callers;
}

/** Compares the digest of a token with those of all callers in a time that does not depend on how near it comes. */
export function createAuthenticate(callers: readonly RegisteredCaller[]): Authenticate {
  const known = callers.map((caller) => ({
    caller: { name: caller.name, roles: caller.roles },
    digest: Buffer.from(caller.tokenSha256, "hex"),
  }));
  return (bearerToken) => {
    const presented = createHash("sha256").update(bearerToken).digest();
    let found: Caller | null = null;
    for (const { caller, digest } of known) {
      if (timingSafeEqual(presented, digest)) found = caller;
    }
    return found;
  };
}

/** What is kept of a token. */
export function tokenSha256(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function callersIn(document: unknown, mistakes: string[]): RegisteredCaller[] {
  if (!Array.isArray(document) || document.length === 0) {
    mistakes.push("it must be an array of at least one caller");
    return [];
  }
  const callers = document.map((entry: unknown, index) => callerIn(entry, `caller ${index + 1}`, mistakes));
  for (const field of ["name", "tokenSha256"] as const) {
    const values = callers.map((caller) => caller[field]).filter((value) => value !== "");
    if (new Set(values).size < values.length) mistakes.push(`two callers have the same ${field}`);
  }
  return callers;
}

function callerIn(entry: unknown, place: string, mistakes: string[]): RegisteredCaller {
  const {
    name,
    roles,
    tokenSha256: digest,
    ...others
  }: Record<string, unknown> = typeof entry === "object" && entry !== null ? { ...entry } : {};
  const known = Array.isArray(roles) ? roles.filter(isCallerRole) : [];
  if (typeof name !== "string" || name.trim() === "") mistakes.push(`${place} needs a name`);
  if (!Array.isArray(roles) || roles.length === 0 || known.length < roles.length) {
    mistakes.push(`${place} needs roles, each one of ${CALLER_ROLES.join(", ")}`);
  }
  if (typeof digest !== "string" || !/^[0-9a-f]{64}$/.test(digest)) {
    mistakes.push(`${place} needs tokenSha256, 64 lower-case hexadecimal digits`);
  }
  for (const field of Object.keys(others)) mistakes.push(`${place} has an unknown field "${field}"`);
  return {
    name: typeof name === "string" ? name : "",
    roles: known,
    tokenSha256: typeof digest === "string" ? digest : "",
  };
}

function isCallerRole(value: unknown): value is CallerRole {
  return CALLER_ROLES.some((role) => role === value);
}
