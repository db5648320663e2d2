import { describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";

function problemOf(file: string): string {
  const result = readArguments(["--strict", file]);
  return result.isOk ? "" : result.problem;
}

describe("the command line", () => {
  test("has a default for everything", () => {
    expect(readArguments([])).toMatchObject({
      isOk: true,
      value: {
        seed: 1,
        adminCount: 400,
        minimumAgeMs: 300_000,
        listen: "127.0.0.1",
        port: 0,
        controlPort: 0,
        limits: "published",
      },
    });
  });

  test("is taken as it was given", () => {
    const argv = [
      "--seed",
      "7",
      "--admins",
      "12",
      "--minimum-age",
      "PT3S",
      "--client-secret",
      "x",
      "--port",
      "8443",
    ];
    expect(readArguments(argv)).toMatchObject({
      value: { seed: 7, adminCount: 12, minimumAgeMs: 3000, clientSecret: "x", port: 8443 },
    });
  });

  test("tells every mistake at once", () => {
    const result = readArguments([
      "--seed",
      "a",
      "--minimum-age",
      "P1M",
      "--port",
      "70000",
      "--epoch",
      "now",
      "--limits",
      "few",
    ]);
    expect(result.isOk).toBe(false);
    const problem = result.isOk ? "" : result.problem;
    for (const name of ["--seed", "--minimum-age", "--port", "--epoch", "--limits"])
      expect(problem).toContain(name);
    expect(problem).not.toContain("\n");
  });

  test("refuses what it does not know", () => {
    const result = readArguments(["--sed", "1"]);
    expect(result.isOk ? "" : result.problem).toContain("--sed");
  });

  test("names a contract that is there and is one", () => {
    expect(problemOf("nowhere.json")).toMatch(/--strict must be a file with an OpenAPI document: ENOENT/u);
    expect(problemOf("package.json")).toMatch(/--strict .*package\.json is no OpenAPI document/u);
  });

  test("takes a scenario by its name, and nothing besides that would make another tenant", () => {
    const at = "2026-10-05T08:00:00Z";
    expect(readArguments(["--scenario", "every-kind-of-row", "--epoch", at])).toMatchObject({
      value: { scenario: "every-kind-of-row", epochAt: Date.parse(at) },
    });
    const result = readArguments(["--scenario", "none", "--admins", "9", "--from", "x.json"]);
    const problem = result.isOk ? "" : result.problem;
    for (const part of ['one of every-kind-of-row, not "none"', "--admins", "--from"])
      expect(problem).toContain(part);
  });
});
