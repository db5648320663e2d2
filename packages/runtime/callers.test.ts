import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createAuthenticate, loadCallers, tokenSha256 } from "./callers.ts";

const folder = mkdtempSync(join(tmpdir(), "standdown-callers-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(document: unknown): string {
  const path = join(folder, "callers.json");
  writeFileSync(path, typeof document === "string" ? document : JSON.stringify(document));
  return path;
}

const WEI = { name: "wei", roles: ["author", "operator"], tokenSha256: tokenSha256("weis-token") };
const ANA = { name: "ana", roles: ["approver"], tokenSha256: tokenSha256("anas-token") };

test("a caller is who holds the token, with the roles of the file and without the digest", () => {
  const authenticate = createAuthenticate(loadCallers(fileWith([WEI, ANA])));
  expect(authenticate("weis-token")).toEqual({ name: "wei", roles: ["author", "operator"] });
  expect(authenticate("anas-token")).toEqual({ name: "ana", roles: ["approver"] });
});

test("nobody is who holds no token, another, a part of one, or the digest itself", () => {
  const authenticate = createAuthenticate(loadCallers(fileWith([WEI, ANA])));
  for (const token of ["", "x", "weis-toke", "weis-token ", "WEIS-TOKEN", WEI.tokenSha256]) {
    expect(authenticate(token)).toBeNull();
  }
  expect(createAuthenticate([])("weis-token")).toBeNull();
});

test.each([
  ["is no JSON", "not json", "cannot be read as JSON"],
  ["is no array", {}, "an array"],
  ["is empty", [], "at least one caller"],
  ["has a caller without a name", [{ ...WEI, name: " " }], "caller 1 needs a name"],
  ["has a caller without roles", [{ ...WEI, roles: [] }], "caller 1 needs roles"],
  ["has a role that there is not", [WEI, { ...ANA, roles: ["admin"] }], "caller 2 needs roles"],
  [
    "has a token instead of its digest",
    [{ ...WEI, tokenSha256: "weis-token" }],
    "caller 1 needs tokenSha256",
  ],
  ["has a field that there is not", [{ ...WEI, token: "x" }], 'caller 1 has an unknown field "token"'],
  ["names two callers alike", [WEI, { ...ANA, name: "wei" }], "the same name"],
  ["gives two callers one token", [WEI, { ...ANA, tokenSha256: WEI.tokenSha256 }], "the same tokenSha256"],
  ["has something else for a caller", [null], "caller 1 needs a name"],
])("a file that %s is refused with the reason", (_case, document, reason) => {
  expect(() => loadCallers(fileWith(document))).toThrow(reason);
});

test("every mistake of a file is told at once", () => {
  const path = fileWith([
    { ...WEI, name: "" },
    { ...ANA, roles: "approver" },
  ]);
  expect(() => loadCallers(path)).toThrow(/caller 1 needs a name.*caller 2 needs roles/);
});
