import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "shared", "data");

/**
 * A suite that stands on the reference data beside the repository; `suite` gets the folder it is in. Without the
 * data it says so in one line and counts as skipped; in continuous integration it fails.
 */
export function describeWithSharedData(name: string, suite: (folder: string) => void): void {
  const isThere = existsSync(FOLDER);
  describe(`by the reference data: ${name}`, () => {
    if (isThere) suite(FOLDER);
    else lackData(name);
  });
}

function lackData(name: string): void {
  const lack = `"${name}" needs the reference data in ../shared/data, and it is not there`;
  const mustBeThere = process.env["CI"] === "true";
  if (!mustBeThere) console.log(lack);
  test("the reference data is there", (context) => {
    if (mustBeThere) throw new Error(lack);
    context.skip(lack);
  });
}
