import { expect, test } from "vitest";
import { createAuthorityKeys } from "../authority/keys.ts";
import type { Caller } from "./caller.ts";
import { Tokens } from "./tokens.ts";

test("a token speaks for its caller until its life is over, and then for nobody", async () => {
  let now = 1_800_000_000_000;
  const { tokens: signingKey } = await createAuthorityKeys(new Date());
  const tokens = new Tokens({ lifetimeMs: 1000, wallNow: () => now, signingKey });
  const caller: Caller = { kind: "application", id: "one", appId: "app", roles: new Set() };
  const { accessToken } = await tokens.issue(caller, {});
  const { accessToken: other } = await tokens.issue(caller, {});
  expect(accessToken).not.toBe(other);
  now += 999;
  expect(tokens.callerOf(accessToken)).toBe(caller);
  now += 1;
  expect(tokens.callerOf(accessToken)).toBeNull();
});
