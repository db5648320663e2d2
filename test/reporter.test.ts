import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const VITEST = join(import.meta.dirname, "..", "node_modules", "vitest", "vitest.mjs");
const REPORTER = join(import.meta.dirname, "reporter.ts");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "standdown-reporter-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The last line of a run over these files, and whether the run succeeded. */
function runOver(files: Readonly<Record<string, string>>): Promise<{ lastLine: string; succeeded: boolean }> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const args = [
    VITEST,
    "run",
    "--root",
    folder,
    "--globals",
    "--reporter",
    "default",
    "--reporter",
    REPORTER,
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, output) => {
      resolve({ lastLine: output.trimEnd().split("\n").at(-1) ?? "", succeeded: error === null });
    });
  });
}

test("the last line counts what passed, and what was skipped only when something was", async () => {
  const passing = 'test("a", () => {}); test("b", () => {});';
  expect(await runOver({ "a.test.js": passing })).toEqual({
    lastLine: "2 passed, 0 failed",
    succeeded: true,
  });
  const skipping = 'test("c", (context) => context.skip()); test("d", () => {});';
  expect(await runOver({ "b.test.js": skipping })).toEqual({
    lastLine: "3 passed, 0 failed, 1 skipped",
    succeeded: true,
  });
});

test("a test that fails, a file that cannot be loaded and an error that nobody caught each count as failed", async () => {
  const result = await runOver({
    "passing.test.js": 'test("a", () => {});',
    "failing.test.js": 'test("b", () => { throw new Error("failed on purpose"); });',
    "broken.test.js": 'throw new Error("cannot be loaded");',
    "uncaught.test.js": 'test("c", () => { void Promise.reject(new Error("nobody caught this")); });',
  });
  expect(result).toEqual({ lastLine: "2 passed, 3 failed", succeeded: false });
});

test("a run whose set-up throws has failed, and says so", async () => {
  const result = await runOver({
    "a.test.js": 'test("a", () => {});',
    "setup.js": 'export default () => { throw new Error("no redis"); };',
    "vitest.config.js": 'export default { test: { globalSetup: "setup.js" } };',
  });
  expect(result).toEqual({ lastLine: "0 passed, 1 failed", succeeded: false });
});
