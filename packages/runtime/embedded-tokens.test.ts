import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CALLER_ROLES, createAuthenticate } from "./callers.ts";
import { writeEmbeddedTokens } from "./embedded-tokens.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), "standdown-tokens-")), "data dir");
});
afterEach(() => rmSync(join(dataDir, ".."), { recursive: true }));

test("each role has a token of its own, and the file has them for its owner only", () => {
  const { tokens, callers, path } = writeEmbeddedTokens(dataDir);
  const authenticate = createAuthenticate(callers);
  for (const role of CALLER_ROLES) {
    expect(authenticate(tokens[role])).toEqual({ name: `embedded-${role}`, roles: [role] });
  }
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(tokens);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(["tokens.json"]);
});

test("a restart keeps the tokens", () => {
  const first = writeEmbeddedTokens(dataDir);
  expect(writeEmbeddedTokens(dataDir)).toEqual(first);
});

test.each(["", "{", "[]", '{"author":"short"}', "null"])(
  "a file that holds %j is not whole, and is made anew",
  (text) => {
    const { path, tokens: before } = writeEmbeddedTokens(dataDir);
    writeFileSync(path, text);
    const { tokens } = writeEmbeddedTokens(dataDir);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(tokens);
    expect(new Set(Object.values(tokens)).size).toBe(CALLER_ROLES.length);
    expect(tokens.author).not.toBe(before.author);
  },
);

test("a file that others could read is closed to them", () => {
  const { path } = writeEmbeddedTokens(dataDir);
  chmodSync(path, 0o644);
  writeEmbeddedTokens(dataDir);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
