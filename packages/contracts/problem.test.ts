import { readFileSync } from "node:fs";
import { Compile } from "typebox/compile";
import { describe, expect, it } from "vitest";
import { Problem, PROBLEMS, problemOf, type ProblemCode } from "./problem.ts";

const ROW = /^\| *`(\w+)` *\| *(\d{3}) *\| *(.+?) *\|$/;

describe("the table of problems", () => {
  it("is the one that the README shows, row by row", () => {
    const readme = readFileSync(new URL("README.md", import.meta.url), "utf8").split("\n");
    const shown = readme.flatMap((line) => {
      const [, code, status, title] = ROW.exec(line) ?? [];
      return code === undefined ? [] : [{ code, status: Number(status), title }];
    });
    const known = Object.entries(PROBLEMS).map(([code, { status, title }]) => ({ code, status, title }));
    expect(shown).toEqual(known);
  });

  it.each(Object.keys(PROBLEMS))("makes a problem document of %s", (code) => {
    const problem = problemOf(codeOf(code), { requestId: "5f0c", detail: "something happened" });
    expect(Compile(Problem).Check(problem)).toBe(true);
    expect(problem.type).toBe(`urn:standdown:problem:${code}`);
    expect(problem.detail).toMatch(/^Something happened\. .+\.$/);
  });
});

function codeOf(text: string): ProblemCode {
  const found = Object.keys(PROBLEMS).find((code): code is ProblemCode => code === text);
  if (found === undefined) throw new Error(`there is no problem ${text}`);
  return found;
}
