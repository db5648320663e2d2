import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const README = join(import.meta.dirname, "../../packages/README.md");

/** Every path of the table, with the line it stands in. */
function pathsOfTable(): { path: string; line: number }[] {
  const lines = readFileSync(README, "utf8").split("\n");
  return lines.flatMap((text, at) =>
    text.startsWith("| ")
      ? [...text.matchAll(/`([^`]*[/.][^`]*)`/g)].map(([, path = ""]) => ({ path, line: at + 1 }))
      : [],
  );
}

test("every file that the flow table names is there", () => {
  const paths = pathsOfTable();
  const missing = paths.filter(({ path }) => !existsSync(join(dirname(README), path)));
  expect(missing).toEqual([]);
  expect(paths.length).toBeGreaterThan(30);
});
